FROM python:3.12-slim
RUN pip install --no-cache-dir supervisor==4.2.5
WORKDIR /app
COPY conf/supervisord.conf /etc/supervisord.conf
COPY conf/web.ini conf/worker.ini /etc/supervisor/conf.d/
COPY . .
CMD ["supervisord", "-n", "-c", "/etc/supervisord.conf"]
