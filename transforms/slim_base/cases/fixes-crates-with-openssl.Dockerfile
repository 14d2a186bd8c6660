FROM rust:1-bookworm
WORKDIR /src
COPY . .
RUN cargo build --release
CMD ["./target/release/server"]
