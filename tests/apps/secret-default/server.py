"""A small web server: `/` answers, `/write` writes a file where WRITE_TO says and reads it back."""
import http.server
import os
import pathlib

WRITE_TO = pathlib.Path(os.environ.get("WRITE_TO", "data"))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/write":
            WRITE_TO.mkdir(parents=True, exist_ok=True)
            note = WRITE_TO / "note.txt"
            note.write_text("written")
            return self.answer(note.read_text())
        return self.answer("hello")

    def answer(self, text):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", int(os.environ.get("PORT", "8000"))), Handler).serve_forever()
