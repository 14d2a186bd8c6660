FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir easyocr && python -c "import easyocr; easyocr.Reader(['en'])"
CMD ["python", "app.py"]
