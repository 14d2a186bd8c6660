FROM python:3.13-slim
WORKDIR /srv
ENV SECRET_KEY=0b1c2d3e4f5a6b7c8d9e
COPY . .
RUN pip install --no-cache-dir django
RUN python manage.py collectstatic --noinput
USER 10001
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
