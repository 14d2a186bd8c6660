FROM golang:1.27 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/server .

FROM debian:trixie-slim
COPY --from=build /out/server /server
EXPOSE 8080
CMD ["/server"]
