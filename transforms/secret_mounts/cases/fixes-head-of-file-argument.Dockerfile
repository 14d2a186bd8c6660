ARG CARGO_REGISTRY_TOKEN
FROM rust:1-slim AS build
ARG CARGO_REGISTRY_TOKEN
WORKDIR /src
COPY . .
RUN cargo build --release

FROM debian:trixie-slim
COPY --from=build /src/target/release/app /usr/local/bin/app
USER 10001:10001
CMD ["app"]
