"""A private server that lives as long as one step: whoever does not give the password gets nothing."""
import base64
import hashlib
import http.server

# The digest of the name and the password: the password itself stands in no file of the app.
LOGIN = "b58fd063b2ff08069e9f7faa26d56db2785baa4798bb6b8b933731137086a0cf"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        is_known = hashlib.sha256(base64.b64decode(given)).hexdigest() == LOGIN
        self.send_response(200 if is_known else 401)
        self.end_headers()
        self.wfile.write(b"hello" if is_known else b"")


http.server.ThreadingHTTPServer(("127.0.0.1", 8099), Handler).serve_forever()
