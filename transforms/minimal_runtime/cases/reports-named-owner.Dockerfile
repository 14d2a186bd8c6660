FROM golang:1.27 AS build
RUN CGO_ENABLED=0 go build -o /out/server .

FROM debian:trixie-slim
COPY --from=build --chown=app:app /out/server /server
CMD ["/server"]
