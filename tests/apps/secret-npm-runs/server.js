// A small web server: `/` answers, `/write` writes a file beside the code and reads it back.
const fs = require("fs");
const http = require("http");
const path = require("path");

http.createServer((request, response) => {
  if (request.url === "/write") {
    const folder = path.join(__dirname, "data");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "note.txt"), "written");
    return response.end(fs.readFileSync(path.join(folder, "note.txt")));
  }
  response.end("hello");
}).listen(3000);
