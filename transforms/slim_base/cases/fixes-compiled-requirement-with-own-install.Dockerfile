FROM python:3.12-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends \
        gettext \
        tini \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
HEALTHCHECK CMD curl -fsS http://localhost:8000/ || exit 1
CMD ["gunicorn", "app:app"]
