"""A web application whose driver is compiled against the library of the database."""
import psycopg2
from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return f"libpq {psycopg2.__libpq_version__ > 0}"
