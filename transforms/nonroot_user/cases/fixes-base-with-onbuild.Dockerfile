FROM eclipse-temurin:21-jre
WORKDIR /app
COPY launcher.jar .
ONBUILD RUN apt-get update && apt-get install -y --no-install-recommends curl
CMD ["java", "-jar", "launcher.jar"]
