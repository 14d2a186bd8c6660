FROM golang:1.27 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/thumbs .

FROM debian:trixie-slim
COPY --from=build /out/thumbs /thumbs
CMD ["/thumbs"]
