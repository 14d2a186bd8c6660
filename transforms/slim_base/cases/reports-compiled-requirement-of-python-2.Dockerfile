FROM python:2.7
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY shop shop
CMD ["python", "-m", "shop"]
