FROM composer:2
WORKDIR /app
ARG SHOP_TOKEN
RUN composer config --global http-basic.repo.example.com deploy "$SHOP_TOKEN"
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts \
    # The autoloader comes later.
    --no-autoloader
COPY . .
RUN composer dump-autoload --no-dev
CMD ["php", "index.php"]
