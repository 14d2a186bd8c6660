FROM nginx:1.27
COPY nginx.conf /etc/nginx/nginx.conf
EXPOSE 8080
