FROM debian:bookworm-slim
RUN groupadd -g 10001 tools && useradd -u 10001 -g tools tools && useradd -u 10005 nginx
WORKDIR /app
COPY . .
CMD ["./server"]
