FROM python:3.12-slim
WORKDIR /app
RUN pip install --no-cache-dir transformers && huggingface-cli download google-bert/bert-base-uncased
COPY app.py .
CMD ["python", "app.py"]
