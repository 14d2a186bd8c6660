"""A small web server that keeps its notes in a database in a folder of its own."""
import http.server
import sqlite3


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        text = "hello"
        if self.path == "/write":
            with sqlite3.connect("/data/app.sqlite3") as database:
                database.execute("insert into note values ('written')")
                text = database.execute("select text from note").fetchone()[0]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
