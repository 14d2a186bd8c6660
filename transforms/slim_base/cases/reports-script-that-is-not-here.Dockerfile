FROM python:3.12
COPY start.sh /start.sh
CMD ["/start.sh"]
