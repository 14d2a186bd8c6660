FROM golang:1.23
WORKDIR /root/app
COPY . .
RUN go build -o server .
CMD ["./server"]
