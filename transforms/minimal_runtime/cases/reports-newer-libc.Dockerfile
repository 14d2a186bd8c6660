FROM rust:1.93-slim-forky AS build
WORKDIR /src
COPY . .
RUN cargo build --release

FROM debian:forky-slim
COPY --from=build /src/target/release/shop /shop
CMD ["/shop"]
