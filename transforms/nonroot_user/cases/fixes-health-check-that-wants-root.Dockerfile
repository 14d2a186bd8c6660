FROM python:3.12-slim
WORKDIR /app
COPY . .
HEALTHCHECK CMD sudo /usr/local/bin/check
CMD ["python", "app.py"]
