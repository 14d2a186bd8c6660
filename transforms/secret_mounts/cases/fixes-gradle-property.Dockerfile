FROM gradle:8-jdk21 AS build
ARG ORG_GRADLE_PROJECT_repositoryPassword
WORKDIR /src
COPY . .
RUN gradle --no-daemon assemble

FROM eclipse-temurin:21-jre
COPY --from=build /src/build/libs/app.jar /app.jar
CMD ["java", "-jar", "/app.jar"]
