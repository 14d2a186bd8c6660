FROM openjdk:11
RUN apt-get update && apt-get install -y fontconfig
COPY app.jar /app.jar
CMD ["java", "-jar", "/app.jar"]
