FROM alpine:3.20 AS source
ARG GIT_TOKEN
RUN apk add --no-cache git
RUN git -c http.extraHeader="Authorization: Bearer $GIT_TOKEN" clone --depth 1 https://git.example.com/team/tool.git /tool

FROM alpine:3.20
COPY --from=source /tool /tool
