"""A private repository that lives as long as one step: whoever does not give the password gets nothing."""
import base64
import hashlib
import http.server

# The digest of the name and the password: the password itself stands in no file of the app but its settings.
LOGIN = "b58fd063b2ff08069e9f7faa26d56db2785baa4798bb6b8b933731137086a0cf"
PARENT = b"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>parent</artifactId>
  <version>1.0</version>
  <packaging>pom</packaging>
</project>
"""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        is_known = hashlib.sha256(base64.b64decode(given)).hexdigest() == LOGIN
        status = 404 if is_known else 401
        if is_known and self.path.endswith(".pom"):
            status = 200
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", "Basic")
        self.end_headers()
        if status == 200:
            self.wfile.write(PARENT)


http.server.ThreadingHTTPServer(("127.0.0.1", 8099), Handler).serve_forever()
