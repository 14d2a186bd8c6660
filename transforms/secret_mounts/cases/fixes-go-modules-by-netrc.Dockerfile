FROM golang:1.24 AS build
ENV GOPRIVATE=git.example.com
COPY .netrc /root/.netrc
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
RUN rm /root/.netrc
COPY . .
RUN go build -o /app .

FROM gcr.io/distroless/static-debian12
COPY --from=build /app /app
ENTRYPOINT ["/app"]
