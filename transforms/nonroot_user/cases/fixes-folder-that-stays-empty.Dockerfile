FROM alpine:3.20
RUN apk add --no-cache ca-certificates
COPY --from=registry.example.com/planner:1.4 /planner /usr/local/bin/planner
WORKDIR /data
ENTRYPOINT ["/usr/local/bin/planner", "plan"]
