from flask import Flask

from shop import prices

app = Flask(__name__)
app.add_url_rule("/", view_func=lambda: str(prices.total()))
app.run(host="0.0.0.0")
