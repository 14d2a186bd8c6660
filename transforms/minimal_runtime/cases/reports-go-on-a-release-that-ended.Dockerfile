FROM golang:1.12-stretch
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /shop .
CMD ["/shop"]
