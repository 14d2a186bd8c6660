FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN go build -o /app .

FROM alpine:3.20
RUN apk --no-cache add ca-certificates
WORKDIR /root/
COPY --from=build /app .
CMD ["./app"]
