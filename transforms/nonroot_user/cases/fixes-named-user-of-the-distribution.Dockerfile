FROM python:3.12-slim
WORKDIR /app
COPY app.py .
USER www-data
CMD ["python", "app.py"]
