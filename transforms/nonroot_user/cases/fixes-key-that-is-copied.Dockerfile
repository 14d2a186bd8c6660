FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /server .

FROM debian:bookworm-slim
COPY --from=build /server /usr/local/bin/server
COPY tls/server.crt tls/server.key /etc/server/
EXPOSE 8443
CMD ["server"]
