FROM alpine:3.22
# hadolint ignore=DL4000
MAINTAINER jo@example.com
