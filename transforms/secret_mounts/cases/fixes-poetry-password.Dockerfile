FROM python:3.13-slim
ARG POETRY_HTTP_BASIC_SHOP_PASSWORD
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN pip install poetry
RUN poetry install --only main
COPY app.py .
CMD ["python", "app.py"]
