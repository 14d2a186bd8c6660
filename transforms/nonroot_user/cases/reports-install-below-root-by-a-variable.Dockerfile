FROM python:3.12-slim
ENV PIP_USER=1
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir flask
CMD ["python", "app.py"]
