FROM python:3.12-slim
RUN mkdir -p /data/uploads
RUN mkdir /var/log/shop
WORKDIR /app
COPY . .
ENV CACHE_DIR=/var/cache/shop
CMD ["python", "app.py"]
