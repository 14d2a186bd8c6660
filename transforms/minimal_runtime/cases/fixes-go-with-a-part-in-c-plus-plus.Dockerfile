FROM golang:1.27 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/report .

FROM debian:trixie-slim
COPY --from=build /out/report /report
CMD ["/report"]
