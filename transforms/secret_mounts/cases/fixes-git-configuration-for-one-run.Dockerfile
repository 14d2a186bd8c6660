FROM golang:1.24 AS build
ARG GITHUB_TOKEN
WORKDIR /src
COPY . .
RUN git config --global url."https://${GITHUB_TOKEN}@github.com/".insteadOf "https://github.com/" \
    && go mod download \
    && git config --global --unset url."https://${GITHUB_TOKEN}@github.com/".insteadOf
RUN go build -o /app .

FROM gcr.io/distroless/static-debian12
COPY --from=build /app /app
ENTRYPOINT ["/app"]
