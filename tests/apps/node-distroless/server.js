// A small web server with one package.
const http = require("http");
const ms = require("ms");

http.createServer((request, response) => response.end(ms(60000))).listen(3000);
