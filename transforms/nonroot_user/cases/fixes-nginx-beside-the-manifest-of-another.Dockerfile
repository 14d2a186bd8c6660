FROM nginx:1.27
COPY index.html /usr/share/nginx/html/
EXPOSE 80
