FROM golang:1.27 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/server .

FROM debian:trixie-slim
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app app
COPY --from=build --chown=app:app /out/server /server
USER app
CMD ["/server"]
