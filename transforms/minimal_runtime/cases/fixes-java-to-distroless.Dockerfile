FROM eclipse-temurin:21-jre
WORKDIR /opt/app
COPY target/app.jar app.jar
EXPOSE 8080
CMD ["java", "-jar", "app.jar", "--server.port=8080"]
