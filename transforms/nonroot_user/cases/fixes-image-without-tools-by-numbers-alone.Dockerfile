FROM registry.access.redhat.com/ubi9/ubi-micro:9.6
COPY server /usr/local/bin/server
ENTRYPOINT ["/usr/local/bin/server"]
