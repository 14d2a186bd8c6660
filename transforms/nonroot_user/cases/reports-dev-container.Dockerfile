FROM mcr.microsoft.com/devcontainers/python:3.12
RUN pip install --no-cache-dir ruff
