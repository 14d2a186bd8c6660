FROM postgres:16
ENV POSTGRES_PASSWORD=correct-horse-battery
COPY schema.sql /docker-entrypoint-initdb.d/
