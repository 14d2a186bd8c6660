FROM php:8.3-cli
WORKDIR /laravel
COPY . .
RUN mkdir -p storage/framework/views storage/logs bootstrap/cache
RUN mkdir uploads
CMD ["php", "server.php"]
