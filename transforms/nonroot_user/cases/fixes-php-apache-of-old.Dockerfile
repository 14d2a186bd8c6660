FROM php:5.5-apache
COPY index.php /var/www/html/
