FROM eclipse-temurin:21-jdk
COPY app.jar /app.jar
ENTRYPOINT ["/start.sh"]
