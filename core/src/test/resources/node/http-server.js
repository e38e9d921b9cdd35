// A server that knows of no cluster: it says which process answered, after the text of a file if it is given one.
const http = require('http');
const { readFileSync } = require('fs');

const [port, file] = process.argv.slice(2);
const prefix = file ? readFileSync(file, 'utf8') : 'pid ';
http.createServer((request, response) => response.end(prefix + process.pid)).listen(Number(port));
