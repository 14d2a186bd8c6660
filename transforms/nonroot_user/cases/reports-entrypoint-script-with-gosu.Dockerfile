FROM python:3.12-slim
RUN apt-get update && apt-get install -y gosu && useradd --uid 1200 shop
WORKDIR /app
COPY . .
ENTRYPOINT ["./entrypoint.sh"]
CMD ["python", "app.py"]
