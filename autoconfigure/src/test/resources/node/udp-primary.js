// A primary whose two workers are JVMs that read from one UDP port.
const cluster = require('cluster');
const dgram = require('dgram');

const [java, classPath, mainClass] = process.argv.slice(2);
const client = dgram.createSocket('udp4');
const ports = new Set();
const told = [];
const exits = [];
let answers = 0;
let listening = 0;

process.execPath = java;
cluster.setupPrimary({
	exec: mainClass, args: ['0'],
	execArgv: ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx64m', '-cp', classPath],
});

function ask(port) {
	client.send(String(answers), port, '127.0.0.1');
}

cluster.on('listening', (worker, { addressType, port }) => {
	ports.add(addressType + ':' + port);
	if (++listening === 2) {
		client.on('message', () => (++answers < 20) ? ask(port) : cluster.disconnect());
		ask(port);
	}
});
cluster.on('message', (worker, message) => told.push(message));
cluster.on('exit', (worker, code) => {
	if (exits.push(code) === 2) {
		client.close();
		console.log(JSON.stringify({ ports: ports.size, told, exits }));
	}
});
cluster.fork();
cluster.fork();
