FROM debian:bookworm-slim
RUN useradd --uid 1200 shop && usermod -aG video shop
USER shop
CMD ["/usr/local/bin/shop"]
