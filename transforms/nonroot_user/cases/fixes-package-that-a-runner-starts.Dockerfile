FROM python:3.12-slim
WORKDIR /usr/src
RUN pip install uv && uv venv && uv pip install flows==1.2.0
CMD ["uv", "run", "flows", "serve"]
