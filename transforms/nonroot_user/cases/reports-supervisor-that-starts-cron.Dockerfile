FROM python:3.12-slim
RUN apt-get update && apt-get install -y supervisor cron
WORKDIR /app
COPY . .
CMD ["supervisord", "-n", "-c", "supervisord.conf"]
