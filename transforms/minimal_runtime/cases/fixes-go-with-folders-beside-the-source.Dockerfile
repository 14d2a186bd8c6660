FROM golang:1.27
MAINTAINER Ops <ops@example.com>
WORKDIR /src
COPY go.mod main.go ./
COPY views views
COPY settings.yaml .
COPY web /srv/web
COPY zones /usr/share/shop/
RUN CGO_ENABLED=0 go build -o /usr/local/bin/shop .
EXPOSE 8080
CMD ["shop"]
