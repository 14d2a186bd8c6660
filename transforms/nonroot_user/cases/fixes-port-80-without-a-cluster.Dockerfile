FROM python:3.12-slim
WORKDIR /app
COPY server.py .
EXPOSE 80
CMD ["python", "server.py", "--port", "80"]
