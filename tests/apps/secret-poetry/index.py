"""A private package index that lives as long as the program that starts it, since Python loads it before any: whoever does not give the password gets nothing."""
import base64
import contextlib
import hashlib
import http.server
import io
import threading
import zipfile

# The digest of the name and the password: the password itself stands in no file of the app.
LOGIN = "b58fd063b2ff08069e9f7faa26d56db2785baa4798bb6b8b933731137086a0cf"
WHEEL = "greeting-1.0-py3-none-any.whl"
METADATA = "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n"


def wheel():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("greeting.py", "TEXT = 'hello'\n")
        archive.writestr("greeting-1.0.dist-info/METADATA", METADATA)
        archive.writestr("greeting-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("greeting-1.0.dist-info/RECORD", "")
    return content.getvalue()


CONTENT = wheel()
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        if hashlib.sha256(base64.b64decode(given)).hexdigest() != LOGIN:
            self.send_response(401)
            self.send_header("WWW-Authenticate", "Basic")
            self.end_headers()
            return
        page = f'<a href="/{WHEEL}#sha256={DIGEST}">{WHEEL}</a>'.encode()
        body = CONTENT if self.path.endswith(WHEEL) else page
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *words):
        pass


# Another program of Python has it already, and this one needs none.
with contextlib.suppress(OSError):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 8099), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
