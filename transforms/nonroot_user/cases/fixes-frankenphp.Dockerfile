FROM dunglas/frankenphp:php8.3
COPY . /app
ENTRYPOINT ["php", "artisan", "octane:frankenphp", "--port=8080"]
