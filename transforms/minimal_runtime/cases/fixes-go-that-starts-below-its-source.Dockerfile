FROM golang:1.27-bookworm
WORKDIR /srv/shop
COPY . .
RUN CGO_ENABLED=0 go build -o bin/shop .
WORKDIR bin
CMD ["./shop"]
