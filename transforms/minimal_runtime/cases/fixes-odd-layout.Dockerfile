from eclipse-temurin:17-jdk
run apt-get update \
    # for the fonts
    && apt-get install -y fontconfig
copy app.jar /app.jar
cmd java $JAVA_OPTS -jar /app.jar