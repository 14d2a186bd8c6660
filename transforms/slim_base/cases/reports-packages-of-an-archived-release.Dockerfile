FROM python:3.6-stretch
RUN git clone https://example.com/rules.git /rules
CMD ["python", "-m", "http.server"]
