FROM maven:3.9-eclipse-temurin-21-noble
WORKDIR /app
COPY pom.xml .
COPY src src
COPY conf conf
COPY public /var/www
RUN mvn -q package
EXPOSE 8080
CMD ["java", "-jar", "target/app.jar"]
