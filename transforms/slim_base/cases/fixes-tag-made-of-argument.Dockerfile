ARG PYTHON=3.12
FROM python:${PYTHON}-bookworm
CMD ["python", "-m", "http.server"]
