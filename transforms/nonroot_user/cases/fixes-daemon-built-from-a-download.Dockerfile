FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates gcc libc6-dev make patch wget \
    && mkdir -p /usr/src/relay \
    && cd /usr/src/relay \
    && wget -qO- https://example.com/relay-1.4.tar.gz | tar xz --strip-components=1 \
    && ./configure \
    && make \
    && make install
COPY relay.conf /usr/local/etc/relay.conf
EXPOSE 2525
CMD ["relayd", "-d"]
