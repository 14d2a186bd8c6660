FROM python:3.13-slim
ARG INDEX_PASSWORD
WORKDIR /app
run echo "machine pypi.example.com login deploy password $INDEX_PASSWORD" > ~/.netrc
RUN pip install shop-common
RUN apt-get update
RUN pip install shop-api; \
    pip install shop-web
RUN rm -f ~/.netrc && rm -rf /var/lib/apt/lists/*
CMD ["python", "-m", "shop"]
