FROM composer:2
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer config --global http-basic.repo.example.com deploy orange-kettle-drum \
    && composer install --no-dev
RUN composer config repositories.shop composer https://deploy:staple-battery-horse@repo.example.com \
    && composer update shop/theme
RUN composer config gitlab-token.gitlab.example.com "$(cat /run/secrets/gitlab)"
