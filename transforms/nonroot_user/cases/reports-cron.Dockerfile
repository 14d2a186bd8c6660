FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y cron
COPY crontab /etc/cron.d/jobs
CMD ["cron", "-f"]
