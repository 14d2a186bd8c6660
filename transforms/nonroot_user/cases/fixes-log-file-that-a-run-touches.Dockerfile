FROM eclipse-temurin:21-jre
ENV LOG_FILE=/var/log/shop/shop.log
RUN mkdir -p /var/log/shop && touch ${LOG_FILE}
WORKDIR /app
COPY target/app.jar app.jar
CMD ["java", "-jar", "app.jar"]
