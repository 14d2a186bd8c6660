FROM rust:1 AS build
RUN rustup target add x86_64-unknown-linux-musl
WORKDIR /src
COPY . .
RUN cargo build --release --target x86_64-unknown-linux-musl

FROM alpine:3.22
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/server /server
ENTRYPOINT ["/server"]
