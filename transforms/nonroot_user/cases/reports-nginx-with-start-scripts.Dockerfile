FROM nginx:1.27
COPY 40-settings.sh /docker-entrypoint.d/
