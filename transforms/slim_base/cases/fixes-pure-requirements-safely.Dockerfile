FROM python:3.11
WORKDIR /home/app
ARG DATABASE_URL
ENV DATABASE_URL=$DATABASE_URL
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "myproject.wsgi"]
