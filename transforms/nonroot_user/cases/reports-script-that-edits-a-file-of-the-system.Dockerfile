FROM python:3.12-slim
WORKDIR /app
COPY . .
ENTRYPOINT ["./entry.sh"]
CMD ["python", "app.py"]
