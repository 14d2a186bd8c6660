FROM golang:1.27
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o shop . && chown -R nobody /src
USER nobody
CMD ["./shop"]
