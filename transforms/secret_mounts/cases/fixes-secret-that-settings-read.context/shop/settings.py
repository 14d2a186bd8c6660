import os

SECRET_KEY = os.environ["SECRET_KEY"]
STATIC_URL = "/static/"
STATIC_ROOT = "/srv/static"
