FROM golang:1.27 AS build
ENV CGO_ENABLED=0
RUN go build -o /out/server .

FROM debian:trixie-slim
COPY --from=build /out/server /server
HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
CMD ["/server"]
