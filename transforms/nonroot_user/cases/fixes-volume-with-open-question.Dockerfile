FROM python:3.12-slim
WORKDIR /app
COPY . .
VOLUME /data
CMD ["python", "app.py"]
