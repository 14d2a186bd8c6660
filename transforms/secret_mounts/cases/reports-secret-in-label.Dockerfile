FROM python:3.12-slim
ARG BUILD_TOKEN
LABEL build=${BUILD_TOKEN}
CMD ["python", "app.py"]
