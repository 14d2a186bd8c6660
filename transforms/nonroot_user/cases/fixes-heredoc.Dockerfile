# syntax=docker/dockerfile:1
FROM python:3.12-slim

WORKDIR /app
COPY . .
RUN <<EOF
set -e
pip install --no-cache-dir -r requirements.txt
mkdir -p /var/lib/shop
EOF

CMD ["python", "app.py"]
