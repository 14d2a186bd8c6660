FROM python:3.12
ENV PIP_TARGET=/srv/packages PYTHONPATH=/srv/packages
WORKDIR /src
COPY . .
RUN pip install .
CMD ["python", "-m", "shop"]
