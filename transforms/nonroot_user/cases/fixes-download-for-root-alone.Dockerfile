FROM eclipse-temurin:21-jre
ADD https://example.com/agent.jar /agent.jar
WORKDIR /app
COPY target/app.jar app.jar
CMD ["java", "-javaagent:/agent.jar", "-jar", "app.jar"]
