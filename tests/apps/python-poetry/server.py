"""A small web server whose package lies in the environment that Poetry made."""
import flask

app = flask.Flask(__name__)


@app.route("/")
def index():
    return "hello"


app.run(host="0.0.0.0", port=8000)
