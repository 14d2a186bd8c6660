FROM python:3.8-slim
CMD ["python", "-m", "http.server"]
