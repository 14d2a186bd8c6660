FROM alpine:3.20
WORKDIR /root/
COPY app.py settings.ini ./
CMD ["python3", "app.py"]
