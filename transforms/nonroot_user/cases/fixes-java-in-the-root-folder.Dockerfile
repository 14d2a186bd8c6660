FROM eclipse-temurin:21-jre
RUN mkdir -p /usr/share/man/man1 && apt-get update && apt-get install -y --no-install-recommends fontconfig
COPY build/shop.jar /shop.jar
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "/shop.jar"]
