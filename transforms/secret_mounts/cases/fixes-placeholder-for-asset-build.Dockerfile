FROM python:3.12-slim
WORKDIR /app
COPY . .
ENV SECRET_KEY=dummy
RUN python manage.py collectstatic --noinput
CMD ["gunicorn", "site.wsgi"]
