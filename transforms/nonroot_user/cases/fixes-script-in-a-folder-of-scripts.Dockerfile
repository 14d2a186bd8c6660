FROM alpine:3.22
COPY bin/ /usr/local/bin/
COPY scripts/ /scripts/
CMD ["/scripts/shop-start"]
