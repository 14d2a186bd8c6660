FROM golang:1.27 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/server .

FROM debian:trixie-slim
COPY --from=build /out/server /server
CMD ["/server"]
