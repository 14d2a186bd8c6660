FROM python:3.12-slim
WORKDIR /app
RUN mkdir -p /srv/uploads
COPY . .
EXPOSE 8000
CMD ["python", "main.py"]
