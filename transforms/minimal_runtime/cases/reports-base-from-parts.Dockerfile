ARG KIND=jdk
FROM openjdk:11-$KIND
COPY app.jar /app.jar
CMD ["java", "-jar", "/app.jar"]
