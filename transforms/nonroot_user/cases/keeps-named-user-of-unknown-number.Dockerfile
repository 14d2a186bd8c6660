FROM debian:bookworm-slim
RUN useradd --system shop
USER shop
CMD ["/usr/local/bin/shop"]
