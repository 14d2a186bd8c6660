FROM python:3.12-slim
ARG DB_PASSWORD
ENV DATABASE=postgres://app:${DB_PASSWORD}@db/app
CMD ["python", "app.py"]
