# syntax=docker/dockerfile:1.4
FROM alpine:3.20 AS build
ARG DEPLOY_TOKEN
RUN apk add --no-cache git
RUN git clone https://oauth2:${DEPLOY_TOKEN}@git.example.com/team/tool.git /tool && rm -rf /tool/.git

FROM scratch
COPY --from=build /tool /tool
