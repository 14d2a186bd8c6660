FROM composer:2
ARG SHOP_PASSWORD
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer config repositories.shop composer https://deploy:${SHOP_PASSWORD}@repo.example.com \
    && composer install --no-dev \
    && rm -f auth.json
