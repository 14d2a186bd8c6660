ARG TAG
FROM python:$TAG
CMD ["python", "-m", "http.server"]
