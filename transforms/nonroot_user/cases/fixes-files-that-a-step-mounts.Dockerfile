# syntax=docker/dockerfile:1
FROM php:8.3-apache
WORKDIR /var/www/html
RUN --mount=type=bind,source=composer.json,target=composer.json \
    --mount=type=bind,source=composer.lock,target=composer.lock \
    --mount=type=cache,target=/tmp/cache \
    composer install --no-dev --no-interaction
COPY index.php .
EXPOSE 80
