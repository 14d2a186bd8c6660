FROM python:3.13-slim
ARG SHOP_PASSWORD
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN poetry config http-basic.shop deploy "$SHOP_PASSWORD" && poetry install --only main
CMD ["python", "app.py"]
