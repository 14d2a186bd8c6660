FROM python:3.13-slim
ENV FLASK_APP=shop \
    FLASK_DEBUG="1" \
    # Logs come at once.
    PYTHONUNBUFFERED=1
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
CMD ["gunicorn", "shop:app"]
