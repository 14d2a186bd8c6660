FROM golang:1.24-alpine AS build
WORKDIR /src
COPY . .
RUN go build -mod=vendor -o /shop .

FROM scratch
COPY --from=build /shop /shop
ENTRYPOINT ["/shop"]
