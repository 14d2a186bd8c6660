FROM golang:1.27-alpine AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/server .

from alpine:3.22
run apk add --no-cache ca-certificates \
    # Its number does not matter.
    && adduser -D app
copy --from=build --chown=app /out/server /server
user app
cmd ["/server"]
