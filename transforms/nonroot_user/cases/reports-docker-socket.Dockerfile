FROM alpine:3.20
RUN apk add --no-cache docker-cli
COPY clean.sh /clean.sh
CMD ["docker", "system", "prune", "--force"]
