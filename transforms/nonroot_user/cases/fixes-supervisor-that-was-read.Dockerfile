FROM python:3.12-slim
RUN pip install --no-cache-dir supervisor gunicorn
WORKDIR /app
COPY . .
EXPOSE 8000
CMD ["supervisord", "-n", "-c", "/app/supervisord.conf"]
