FROM golang:1.27-bookworm
ARG VERSION=dev
RUN apt-get update && apt-get install -y git ffmpeg && rm -rf /var/lib/apt/lists/*
RUN groupadd -r shop && useradd -r -g shop shop
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -ldflags "-X main.version=$VERSION" -o /usr/local/bin/shop .
LABEL version=$VERSION
USER shop
WORKDIR data
CMD ["shop"]
