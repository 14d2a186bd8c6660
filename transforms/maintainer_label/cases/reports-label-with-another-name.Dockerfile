FROM alpine:3.22
LABEL org.opencontainers.image.authors="team@example.com"
MAINTAINER jo@example.com
