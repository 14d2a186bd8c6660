FROM python:3.12-slim
RUN mkdir /app && pip install flask
WORKDIR /app
COPY app.py .
CMD ["python", "app.py"]
