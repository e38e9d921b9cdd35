// The application in Node. Under PM2, or as a worker of a cluster: serves.
// node server.js none|rr <workers>: a cluster, which replaces workers that end
'use strict';
const cluster = require('cluster');
const http = require('http');

const tenKilobytes = '0123456789'.repeat(1024);

function text(response, body) {
	response.setHeader('Content-Type', 'text/plain');
	response.end(body);
}

const routes = {
	'/raw': (response) => text(response, 'Hello'),
	'/text': (response) => text(response, 'Hello'),
	'/json': (response) => {
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify({ id: 4711, name: 'chair', price: 49.9, tags: ['oak', 'four legs'] }));
	},
	'/10kb': (response) => text(response, tenKilobytes),
	'/delay': (response) => setTimeout(text, 5, response, 'Hello'),
};

if (cluster.isPrimary) {
	cluster.schedulingPolicy = (process.argv[2] === 'rr') ? cluster.SCHED_RR : cluster.SCHED_NONE;
	for (let i = Number(process.argv[3]); i > 0; i--) {
		cluster.fork();
	}
	cluster.on('exit', () => cluster.fork());
	process.on('SIGTERM', () => process.exit());
}
else {
	const server = http.createServer((request, response) => {
		const route = routes[request.url];
		if (route) {
			route(response);
		}
		else {
			response.statusCode = 404;
			response.end();
		}
	});
	server.listen(Number(process.env.PORT || 0), '127.0.0.1',
		() => console.log(`listening ${process.pid} on ${server.address().port}`));
}
