FROM golang:1.27 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /shop .

FROM debian:trixie-slim
COPY --from=build /shop /shop
CMD ["/shop"]
