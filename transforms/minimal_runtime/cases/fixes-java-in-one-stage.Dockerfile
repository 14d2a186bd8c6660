FROM maven:3.9-eclipse-temurin-21-noble
WORKDIR /app
COPY . .
RUN mvn -q package
ENV JAVA_TOOL_OPTIONS=-Xmx512m
EXPOSE 8080
CMD ["java", "-jar", "target/app.jar"]
