"""Makes the database beside the code, as a migration at build time does."""
import sqlite3

with sqlite3.connect("app.sqlite3") as database:
    database.execute("create table if not exists note (text text)")
