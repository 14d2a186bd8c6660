FROM ubuntu:24.04
RUN apt-get update && apt-get install -y sudo
COPY app /opt/app
CMD sudo /opt/app/run
