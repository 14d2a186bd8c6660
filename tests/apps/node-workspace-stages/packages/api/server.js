// A small web server on top of another package of the workspace.
const http = require("http");
const masked = require("masks");

http.createServer((request, response) => response.end(masked())).listen(3000);
