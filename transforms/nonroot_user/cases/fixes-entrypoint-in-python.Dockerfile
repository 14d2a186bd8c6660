# The script may do anything before it starts the program, and nobody here reads Python.
FROM python:3.12-slim
WORKDIR /app
COPY . .
ENTRYPOINT ["./docker-entrypoint.py"]
