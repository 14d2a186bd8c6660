FROM python:3.13 AS build
RUN python -m venv /opt/venv
RUN /opt/venv/bin/pip install celery

FROM python:3.13-slim
COPY --from=build /opt/venv /opt/venv
CMD ["/opt/venv/bin/celery", "worker"]
