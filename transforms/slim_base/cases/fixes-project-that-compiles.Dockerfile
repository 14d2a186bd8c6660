FROM python:3.12
WORKDIR /srv
COPY . .
RUN pip install --no-cache-dir .
CMD ["gunicorn", "app:app"]
