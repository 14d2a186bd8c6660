ARG PYTHON=3.12-bookworm
FROM python:${PYTHON}
CMD ["python", "-m", "http.server"]
