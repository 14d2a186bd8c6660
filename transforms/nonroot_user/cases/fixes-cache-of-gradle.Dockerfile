FROM eclipse-temurin:21-jdk
ENV GRADLE_USER_HOME=/cache/gradle
WORKDIR /app
COPY . .
CMD ["./gradlew", "run"]
