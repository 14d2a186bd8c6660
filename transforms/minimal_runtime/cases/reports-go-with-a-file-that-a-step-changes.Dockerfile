FROM golang:1.27
WORKDIR /src
COPY . .
COPY hours.conf /etc/shop/hours.conf
RUN CGO_ENABLED=0 go build -o shop . && chmod 640 /etc/shop/hours.conf
CMD ["./shop"]
