# syntax=docker/dockerfile:1
FROM alpine:3.22 AS tool
ARG DOWNLOAD_TOKEN=not-a-real-token
RUN wget -q --header "X-Token: $DOWNLOAD_TOKEN" -O /tool https://example.com/tool

FROM alpine:3.22
COPY --from=tool /tool /usr/local/bin/tool
USER 10001
CMD ["tool"]
