// A server that knows of no cluster, and answers with the id of its process.
const http = require('http');

http.createServer((request, response) => response.end(JSON.stringify({ pid: process.pid })))
	.listen(Number(process.env.PORT));
