FROM python:3.12-slim
WORKDIR /app
COPY --from=registry.example.com/tools:2 /start.sh /start.sh
COPY . .
ENTRYPOINT ["/start.sh"]
