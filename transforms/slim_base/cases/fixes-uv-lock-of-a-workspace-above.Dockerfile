FROM python:3.12
RUN pip install --no-cache-dir uv
WORKDIR /repo
COPY pyproject.toml uv.lock ./
COPY services/api services/api
WORKDIR /repo/services/api
RUN uv sync --frozen
CMD ["uv", "run", "uvicorn", "main:app"]
