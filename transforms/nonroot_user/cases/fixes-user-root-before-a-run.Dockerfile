FROM eclipse-temurin:21-jre
WORKDIR /app
COPY target/app.jar app.jar
USER root
RUN apt-get update && apt-get install -y --no-install-recommends curl
EXPOSE 8080
CMD ["java", "-jar", "app.jar"]
