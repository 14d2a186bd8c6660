FROM golang:1.27
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
# everything else
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/server ./cmd/server

# the API
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/server"]
