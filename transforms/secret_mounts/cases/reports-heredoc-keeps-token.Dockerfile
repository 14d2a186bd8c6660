FROM debian:bookworm-slim
ARG APT_TOKEN
RUN <<EOT
echo "machine apt.example.com login deploy password $APT_TOKEN" > /etc/apt/auth.conf.d/shop.conf
apt-get update
EOT
USER 10001:10001
