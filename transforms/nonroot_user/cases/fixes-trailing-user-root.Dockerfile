FROM eclipse-temurin:21-jre
WORKDIR /app
COPY target/app.jar app.jar
USER root
CMD ["java", "-jar", "app.jar"]
