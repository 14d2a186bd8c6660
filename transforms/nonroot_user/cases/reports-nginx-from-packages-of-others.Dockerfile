FROM debian:bookworm-slim
RUN echo "deb http://nginx.org/packages/debian bookworm nginx" > /etc/apt/sources.list.d/nginx.list \
    && apt-get update && apt-get install -y nginx
COPY site /usr/share/nginx/html
CMD ["nginx", "-g", "daemon off;"]
