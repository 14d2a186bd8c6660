FROM golang:1.27-alpine AS build
RUN adduser -D -u 10001 app
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/server .

FROM alpine:3.22
COPY --from=build /etc/passwd /etc/passwd
COPY --from=build /out/server /server
USER app
CMD ["/server"]
