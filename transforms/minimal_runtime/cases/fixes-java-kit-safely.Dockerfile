FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY . .
RUN mvn -q package

FROM eclipse-temurin:21-jdk-jammy
WORKDIR /app
COPY --from=build /src/target/app.jar .
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"]
