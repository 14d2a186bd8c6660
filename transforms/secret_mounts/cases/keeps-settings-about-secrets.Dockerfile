FROM python:3.12-slim
ARG VITE_API_KEY
ENV AUTH_URL=https://login.example.com \
    TOKENIZERS_PARALLELISM=false \
    SSL_KEY=/etc/ssl/private/server.key \
    ALLOW_EMPTY_PASSWORD=yes \
    DB_PASSWORD= \
    DATABASE_URL=sqlite:///app.db \
    API_KEY_FILE=/run/secrets/api_key
USER 10001:10001
