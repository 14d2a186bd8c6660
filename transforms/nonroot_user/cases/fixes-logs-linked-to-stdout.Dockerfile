FROM python:3.12-slim
RUN mkdir -p /var/log/shop && ln -sf /dev/stdout /var/log/shop/access.log
WORKDIR /app
COPY . .
CMD ["gunicorn", "--access-logfile", "/var/log/shop/access.log", "shop.wsgi"]
