FROM python:3.13-slim
COPY config/shop-prod.json /app/config/shop.json
COPY settings.json /app/settings.json
COPY service-account-ci.json /app/
COPY credentials /root/.aws/credentials
COPY docker.json /root/.docker/config.json
COPY ci/known_hosts /root/.ssh/known_hosts
USER 10001:10001
CMD ["python", "-m", "shop"]
