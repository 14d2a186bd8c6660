FROM python:3.12
ENV VIRTUAL_ENV=/usr/local
WORKDIR /src
COPY . .
RUN pip install .
CMD ["python", "-m", "shop"]
