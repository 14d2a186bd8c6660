FROM python:3.12
WORKDIR /app
RUN pip install poetry==1.8.3
COPY . .
RUN poetry install --only main
CMD ["poetry", "run", "python", "-m", "shop"]
