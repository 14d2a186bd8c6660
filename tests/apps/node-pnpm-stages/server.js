// A small web server that calls an add-on compiled from C++.
const http = require("http");
const { mask } = require("bufferutil");

http.createServer((request, response) => {
  const source = Buffer.from("hello");
  const target = Buffer.alloc(5);
  mask(source, Buffer.from([0, 0, 0, 0]), target, 0, 5);
  response.end(target);
}).listen(3000);
