FROM rust:1.93
WORKDIR /usr/src/shop
COPY . .
RUN cargo install --path .
EXPOSE 8000
CMD ["shop"]
