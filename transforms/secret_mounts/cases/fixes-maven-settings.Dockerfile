FROM maven:3-eclipse-temurin-21 AS build
ARG NEXUS_PASSWORD
WORKDIR /src
COPY settings.xml pom.xml ./
RUN mvn -s settings.xml -B package

FROM eclipse-temurin:21-jre
COPY --from=build /src/target/app.jar /app.jar
CMD ["java", "-jar", "/app.jar"]
