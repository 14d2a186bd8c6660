"""Makes the database in a folder of its own, as a migration at build time does."""
import os
import sqlite3

os.makedirs("/data", exist_ok=True)
with sqlite3.connect("/data/app.sqlite3") as database:
    database.execute("create table if not exists note (text text)")
