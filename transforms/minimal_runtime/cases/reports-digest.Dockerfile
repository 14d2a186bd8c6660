FROM eclipse-temurin:21-jdk@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
COPY app.jar /app.jar
CMD ["java", "-jar", "/app.jar"]
