FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /server .

FROM scratch
COPY --from=build /server /server
USER app
HEALTHCHECK CMD wget -q http://localhost:8080/ || exit 1
ENTRYPOINT /server
