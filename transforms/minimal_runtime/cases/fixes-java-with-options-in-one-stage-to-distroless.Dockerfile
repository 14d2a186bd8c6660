FROM eclipse-temurin:21-jdk-noble
WORKDIR /app
COPY Main.java log4j2.xml ./
RUN javac Main.java
# what starts
CMD ["java", "-Dlog4j.configurationFile=log4j2.xml", "Main"]
