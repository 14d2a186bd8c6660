FROM python:3.13-slim
ARG UV_INDEX_PRIVATE_PASSWORD
ENV UV_INDEX_PRIVATE_USERNAME=deploy
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen
COPY app.py .
CMD ["python", "app.py"]
