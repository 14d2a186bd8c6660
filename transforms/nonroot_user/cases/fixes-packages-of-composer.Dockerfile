FROM php:8.3-cli
COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer
WORKDIR /app
COPY . .
RUN composer install --no-dev --optimize-autoloader
RUN php artisan optimize
RUN php artisan route:cache
EXPOSE 8080
CMD ["php", "server.php", "start"]
