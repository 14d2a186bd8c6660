FROM python:3.12-slim
RUN pip install --no-cache-dir supervisor==4.2.5
WORKDIR /app
COPY conf/supervisord.conf /etc/supervisord.conf
RUN mkdir -p /etc/supervisor/conf.d && curl -o /etc/supervisor/conf.d/cron.ini https://example.com/cron.ini
COPY . .
CMD ["supervisord", "-n", "-c", "/etc/supervisord.conf"]
