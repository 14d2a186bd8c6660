FROM golang:1.27 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/shop .

FROM debian:trixie-slim
COPY --from=build /out/shop bin/shop
COPY settings.yaml etc/
USER nobody
CMD ["bin/shop"]
