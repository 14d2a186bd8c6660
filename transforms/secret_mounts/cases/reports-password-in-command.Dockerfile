FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates
RUN curl -u deploy:correct-horse-battery -o /tool https://files.example.com/tool \
    && curl -o /other https://deploy:staple-battery@files.example.com/other
RUN echo "slapd slapd/password1 password orange-kettle-drum" | debconf-set-selections \
    && apt-get update && apt-get install -y --no-install-recommends slapd
USER 10001:10001
