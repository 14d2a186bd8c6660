FROM python:3.3-wheezy
CMD ["python", "-m", "http.server"]
