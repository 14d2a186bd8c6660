FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends openssl && rm -rf /var/lib/apt/lists/* \
    && openssl req -x509 -nodes -newkey rsa:2048 -subj /CN=shop -days 30 \
        -keyout /etc/ssl/private/shop.key -out /etc/ssl/certs/shop.pem
WORKDIR /app
COPY . .
CMD ["/app/shop", "--key", "/etc/ssl/private/shop.key"]
