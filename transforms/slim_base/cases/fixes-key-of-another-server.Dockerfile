FROM python:3.12-bookworm
ADD https://example.com/key.asc /tmp/key.asc
RUN apt-key add /tmp/key.asc
CMD ["python", "-m", "http.server"]
