FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN mkdir -p ~/.aws && cp deploy/aws.ini ~/.aws/config
CMD ["python", "app.py"]
