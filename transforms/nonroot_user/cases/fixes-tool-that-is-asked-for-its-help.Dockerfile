FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /fmt ./cmd/fmt

FROM scratch
COPY --from=build /fmt /bin/fmt
ENTRYPOINT ["/bin/fmt"]
CMD ["--help"]
