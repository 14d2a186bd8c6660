FROM alpine:3.22
RUN apk add --no-cache nginx
COPY conf/nginx.conf /etc/nginx/nginx.conf
COPY site /srv/site
EXPOSE 80
CMD ["nginx", "-g", "daemon off;"]
