FROM php:8.3-apache
RUN docker-php-ext-install -j$(nproc) pdo_mysql && a2enmod rewrite
COPY . /var/www/html/
