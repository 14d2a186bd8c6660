FROM python:3.13-slim
ARG DEBUG=True
ENV DJANGO_DEBUG=$DEBUG
WORKDIR /app
COPY . .
CMD ["gunicorn", "shop.wsgi"]
