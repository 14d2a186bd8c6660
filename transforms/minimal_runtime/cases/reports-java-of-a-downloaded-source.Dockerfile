FROM eclipse-temurin:21-jdk-noble
WORKDIR /src
RUN wget -qO- https://example.com/shop-1.0.tar.gz | tar xz --strip-components=1
RUN ./gradlew loadAll
CMD ["java", "-jar", "build/libs/shop.jar"]
