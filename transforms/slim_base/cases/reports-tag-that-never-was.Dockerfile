FROM python:3.12-sarge
CMD ["python", "-m", "http.server"]
