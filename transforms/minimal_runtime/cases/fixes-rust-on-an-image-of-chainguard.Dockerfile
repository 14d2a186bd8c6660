FROM rust:1.93
WORKDIR /src
COPY . .
RUN cargo build --release
CMD ["./target/release/shop"]
