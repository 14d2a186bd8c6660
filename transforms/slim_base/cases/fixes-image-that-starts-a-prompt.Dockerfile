# People type in here what they need, which may be a tool that only the full image has.
FROM python:3.12
RUN pip install --no-cache-dir requests
CMD ["python3", "-q"]
