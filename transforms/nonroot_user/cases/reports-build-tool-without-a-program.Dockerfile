FROM maven:3.9-eclipse-temurin-21
RUN apt-get update && apt-get install -y git
