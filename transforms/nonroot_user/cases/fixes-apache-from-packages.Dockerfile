FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends apache2 && rm -rf /var/lib/apt/lists/*
RUN a2enmod rewrite
COPY site /var/www/html
EXPOSE 80
CMD ["apache2ctl", "-D", "FOREGROUND"]
