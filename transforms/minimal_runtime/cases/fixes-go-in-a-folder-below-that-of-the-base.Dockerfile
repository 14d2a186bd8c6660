FROM golang:1.27-bookworm
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/shop ./cmd/shop
WORKDIR data
CMD ["shop"]
