ARG TAG=21-jdk
FROM eclipse-temurin:$TAG AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q package

FROM eclipse-temurin:$TAG
COPY --from=build /src/target/app.jar /app.jar
CMD ["java", "-jar", "/app.jar"]
