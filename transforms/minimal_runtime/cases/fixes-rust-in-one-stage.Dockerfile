FROM rust:1-slim-bookworm
ARG REVISION=none
ENV RUST_LOG=info \
    REVISION=$REVISION
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/server"]
