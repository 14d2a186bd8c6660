# syntax=docker/dockerfile:1
FROM alpine:3.22
ARG DOWNLOAD_TOKEN
RUN wget -q --header "X-Token: $DOWNLOAD_TOKEN" -O /tool https://example.com/tool
USER 10001
CMD ["cat", "/tool"]
