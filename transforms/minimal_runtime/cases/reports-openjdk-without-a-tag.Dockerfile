FROM openjdk
COPY app.jar /app.jar
CMD ["java", "-jar", "/app.jar"]
