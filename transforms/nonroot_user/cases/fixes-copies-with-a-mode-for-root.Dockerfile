FROM alpine:3.20
COPY --chmod=600 relay.yml /etc/relay/relay.yml
COPY --chmod=755 relay /usr/local/bin/relay
EXPOSE 8080
CMD ["relay"]
