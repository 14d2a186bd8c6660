FROM golang:1.27-alpine
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/server .
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/server"]
