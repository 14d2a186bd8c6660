FROM python:3.12-slim AS base
WORKDIR /app
COPY . .

FROM base
RUN pip install -r requirements.txt
CMD ["python", "app.py"]
