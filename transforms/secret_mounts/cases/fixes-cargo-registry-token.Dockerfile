# syntax=docker/dockerfile:1
FROM rust:1.90-slim AS build
WORKDIR /src
ARG CARGO_REGISTRIES_SHOP_TOKEN
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
RUN cargo fetch --locked
COPY src src
RUN cargo build --release --locked

FROM debian:13-slim
COPY --from=build /src/target/release/app /usr/local/bin/app
USER 10001
CMD ["app"]
