FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY bin/store-start /usr/local/bin/
EXPOSE 8091
CMD ["store-start"]
