FROM python:3.12-slim
WORKDIR /home/app/site
COPY . .
CMD ["python", "server.py"]
