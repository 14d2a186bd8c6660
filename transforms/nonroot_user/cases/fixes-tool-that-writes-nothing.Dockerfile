FROM alpine:3.20
RUN apk add --no-cache socat
EXPOSE 1337
CMD ["socat", "TCP-LISTEN:1337,reuseaddr,fork", "TCP:backend:80"]
