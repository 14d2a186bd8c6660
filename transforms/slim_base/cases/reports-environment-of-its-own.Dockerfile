FROM python:3.7
ENV VIRTUAL_ENV=/usr/local
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["python", "-m", "shop"]
