ARG BASE
FROM ${BASE}
USER root
RUN apt-get update && apt-get install -y gdb
