// node server.js none|rr workers: prints the port when all workers listen on it
const cluster = require('cluster');
const http = require('http');

if (cluster.isPrimary) {
	cluster.schedulingPolicy = (process.argv[2] === 'rr') ? cluster.SCHED_RR : cluster.SCHED_NONE;
	let starting = Number(process.argv[3]);
	for (let i = starting; i > 0; i--) {
		cluster.fork();
	}
	cluster.on('listening', (worker, address) => {
		if (--starting === 0) {
			console.log(`port ${address.port}`);
		}
	});
	process.on('SIGTERM', () => process.exit());
}
else {
	http.createServer((request, response) => {
		response.setHeader('Content-Type', 'text/plain');
		response.end('Hello');
	}).listen(0, '127.0.0.1');
}
