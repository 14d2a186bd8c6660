# a base with everything
from python:3.12-slim

  workdir /app
copy requirements.txt .
run pip install \
    # no cache in the image
    --no-cache-dir \
    -r requirements.txt
copy . .
cmd ["python", "app.py"]