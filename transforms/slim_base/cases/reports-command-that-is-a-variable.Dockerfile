FROM python:3.12
RUN $INSTALL flask
CMD ["python", "-m", "http.server"]
