// A worker that does what it is told by messages, and tells what happens.
const cluster = require('cluster');
const dgram = require('dgram');
const http = require('http');
const net = require('net');
const tls = require('tls');

const environment = { ...process.env };
const open = {};
const frames = [];

process.on('internalMessage', (frame) => {
	if (frame.cmd === 'NODE_HANDLE' || frame.ack !== undefined || frame.act) {
		frames.push(frame);
	}
});

function failed(name) {
	return ({ code, errno, syscall, address, port }) => process.send({ failed: name, code, errno, syscall, address, port });
}

const kinds = {
	net: () => net.createServer((connection) => connection.end(String(process.pid))),
	echo: () => net.createServer((connection) => connection.pipe(connection)),
	hold: () => net.createServer((connection) => connection.write(process.pid + '\n')),
	http: () => http.createServer((request, response) => response.end(String(process.pid))),
	tls: () => tls.createServer(),
};

const actions = {
	listen({ name, kind = 'net', maxConnections, options }) {
		const server = open[name] = kinds[kind]();
		server.maxConnections = maxConnections;
		server.on('error', failed(name));
		server.listen(options, () => process.send({ listening: name, address: server.address() }));
	},
	close({ name }) {
		open[name].close(() => process.send({ closed: name }));
	},
	listenAndClose({ name }) {
		net.createServer().on('close', () => process.send({ closed: name })).listen(0).close();
	},
	bind({ name, type, options }) {
		const socket = open[name] = dgram.createSocket(type);
		socket.on('error', failed(name));
		socket.on('message', (data, from) => process.send({ datagram: String(data), from: from.address }));
		socket.bind(options, () => process.send({ listening: name, address: socket.address() }));
	},
	datagram({ name, port, text }) {
		open[name].send(text, port, '127.0.0.1');
	},
	echo({ value }) {
		process.send({ echo: value });
	},
	unrefChannel() {
		process.channel.unref();
		process.send({ unref: true });
	},
	unref({ name }) {
		open[name].unref();
	},
	ref({ name }) {
		open[name].ref();
	},
	facts() {
		process.send({
			isWorker: cluster.isWorker, id: cluster.worker.id, fd: process.channel.fd, connected: process.connected,
			before: Object.keys(environment).filter((key) => /^(NODE_CHANNEL|NODE_UNIQUE|CLUSTER)_/.test(key)).sort(),
		});
	},
	frames() {
		process.send({ frames });
	},
	ticketKeys({ name }) {
		process.send({ ticketKeys: open[name].getTicketKeys().toString('hex') });
	},
	disconnect() {
		cluster.worker.disconnect();
	},
	kill() {
		cluster.worker.kill();
	},
	processDisconnect() {
		process.disconnect();
	},
	exit({ code }) {
		process.exit(code);
	},
	fail() {
		throw new Error('as told');
	},
};

process.on('message', (message) => actions[message.do](message));
