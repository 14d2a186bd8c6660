# Somebody else's server: where it writes, only its own documentation says.
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates wget gcc make libc6-dev \
    && wget -qO- https://example.com/shopd-1.0.tar.gz | tar xz -C /usr/src \
    && make -C /usr/src/shopd-1.0 install \
    && rm -rf /var/lib/apt/lists/* /usr/src/shopd-1.0
CMD ["shopd", "--foreground"]
