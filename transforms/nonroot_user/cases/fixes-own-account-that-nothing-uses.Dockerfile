FROM debian:bookworm-slim
RUN groupadd --gid 1500 worker && useradd --uid 1500 --gid worker --create-home worker
WORKDIR /opt/worker
COPY . .
CMD ["./worker"]
