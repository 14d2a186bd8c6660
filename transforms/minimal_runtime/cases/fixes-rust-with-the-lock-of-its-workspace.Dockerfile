FROM rust:1-slim AS build
WORKDIR /src
COPY . .
WORKDIR /src/server
RUN cargo build --release

FROM debian:trixie-slim
COPY --from=build /src/target/release/server /server
CMD ["/server"]
