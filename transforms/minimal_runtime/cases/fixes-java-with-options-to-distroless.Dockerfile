FROM eclipse-temurin:17-jre
COPY target/app.jar /app.jar
CMD ["java", "-Xmx512m", "-jar", "/app.jar"]
