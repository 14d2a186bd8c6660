FROM python:3.13-slim
ENV DB_PASSWORD=correct-horse-battery \
    DB_HOST=db
WORKDIR /app
COPY app.py .
USER 10001:10001
CMD ["python", "app.py"]
