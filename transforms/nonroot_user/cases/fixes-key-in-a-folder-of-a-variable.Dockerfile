# Where the key lies is not known, and who may read it is.
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*
RUN openssl req -x509 -nodes -newkey rsa -subj /CN=shop -keyout "$CERTIFICATES/shop.key" -out /etc/ssl/certs/shop.pem
WORKDIR /app
COPY . .
CMD ["/app/shop"]
