FROM nginx:1.29
COPY . /usr/share/nginx/html
COPY certs/server.pem /etc/nginx/server.pem
