"""A web application with an upload folder beside its code."""
import pathlib

from flask import Flask

app = Flask(__name__)
UPLOADS = pathlib.Path(app.root_path) / "uploads"


@app.get("/")
def index():
    return "hello"


@app.get("/write")
def write():
    UPLOADS.mkdir(exist_ok=True)
    (UPLOADS / "note.txt").write_text("written")
    return (UPLOADS / "note.txt").read_text()
