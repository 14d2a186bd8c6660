FROM openjdk:8-jdk
RUN curl -fsSLO https://example.com/shop.zip && unzip shop.zip -d /opt
CMD ["java", "-jar", "/opt/shop.jar"]
