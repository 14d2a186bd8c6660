FROM python:3.12-slim
WORKDIR /app
COPY . .
ENTRYPOINT ["./entrypoint.sh"]
CMD ["python", "app.py"]
