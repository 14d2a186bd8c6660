FROM ubuntu:24.04
RUN apt-get update && apt-get install -y apache2
COPY shop.conf /etc/apache2/sites-available/000-default.conf
COPY site /var/www/html
EXPOSE 80
CMD ["/usr/sbin/apachectl", "-D", "FOREGROUND"]
