FROM python:3.12-slim AS base
WORKDIR /app
COPY app ./app

FROM base AS web
EXPOSE 8000
CMD ["python", "-m", "app.web"]

FROM base AS tests
RUN apt-get update && apt-get install -y make
CMD ["make", "test"]

FROM web AS debug
RUN pip install --no-cache-dir debugpy
CMD ["python", "-m", "debugpy", "--listen", "5678", "-m", "app.web"]
