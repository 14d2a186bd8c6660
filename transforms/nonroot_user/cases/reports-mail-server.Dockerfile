FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends opensmtpd && rm -rf /var/lib/apt/lists/*
EXPOSE 25
CMD ["smtpd", "-dv"]
