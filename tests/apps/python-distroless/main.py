"""A web application with packages from an environment."""
from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return "hello"
