FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y gosu
WORKDIR /app
COPY . .
ENTRYPOINT ["gosu", "nobody", "./server"]
