FROM eclipse-temurin:21-jdk
WORKDIR /app
COPY Server.java .
CMD javac Server.java && java Server
