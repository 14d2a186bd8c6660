FROM composer:2 AS vendor
ARG COMPOSER_AUTH
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts

FROM php:8.4-fpm
COPY --from=vendor /app/vendor /app/vendor
