FROM debian:bookworm-slim
COPY id_rsa /home/app/.ssh/id_rsa
USER 10001:10001
