FROM eclipse-temurin:21-jre
ENV VERSION=1.0
WORKDIR /opt/server
RUN apt-get update && apt-get install -y curl; \
    curl -fsSL https://example.com/server-$VERSION.tar.gz | tar xz --strip-components=1;
CMD ["/opt/server/bin/server.sh"]
