FROM python:3.12-slim
RUN pip install --user flask
ENV PATH=/root/.local/bin:$PATH
COPY app.py /app/app.py
WORKDIR /app
CMD ["flask", "run", "--host", "0.0.0.0"]
