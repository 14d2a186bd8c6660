FROM python:3.12-slim
WORKDIR /app
RUN umask 077 && pip install --no-cache-dir flask
COPY . .
EXPOSE 8000
CMD ["python", "app.py"]
