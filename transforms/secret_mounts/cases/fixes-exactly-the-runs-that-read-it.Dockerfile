# syntax=docker/dockerfile:1
FROM debian:bookworm-slim AS build
ARG GITHUB_TOKEN
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates
RUN curl -H "Authorization: Bearer $GITHUB_TOKEN" -o /tool https://example.com/tool
RUN chmod +x /tool

FROM debian:bookworm-slim
COPY --from=build /tool /usr/local/bin/tool
USER 10001:10001
ENTRYPOINT ["tool"]
