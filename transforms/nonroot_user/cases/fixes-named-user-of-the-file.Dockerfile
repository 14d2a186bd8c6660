FROM alpine:3.20
RUN addgroup -g 1200 shop && adduser -D -u 1200 -G shop shop
USER shop
CMD ["/usr/local/bin/shop"]
