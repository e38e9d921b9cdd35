// One trial of a benchmark between two Node processes: node parent.js <scenario> <value> <warm-up ms> <measured ms>
'use strict';
const { fork } = require('child_process');
const fs = require('fs');
const net = require('net');
const path = require('path');
const { performance } = require('perf_hooks');

const [scenario, text, warmUp, measured] = process.argv.slice(2);
const value = Number(text);
const childScript = path.join(__dirname, 'child.js');
const payload = (size) => ({ data: 'x'.repeat(size - 11) });

function print(result) {
	process.stdout.write(JSON.stringify(result) + '\n');
}

// What the processors have worked for both processes, in microseconds.
function cpu(child) {
	let ticks = 0;
	for (const pid of [process.pid, child.pid]) {
		const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat.substring(stat.lastIndexOf(')') + 2).split(' ');
		ticks += Number(fields[11]) + Number(fields[12]);
	}
	return ticks * 10000;
}

function percentile(sorted, p) {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] * 1000;
}

const scenarios = {

	// As many messages as the channel takes, until the child has said that it has them all.
	'one-way'() {
		const child = fork(childScript, [scenario]);
		const message = payload(value);
		return (ms, next) => {
			const start = performance.now();
			const cpuStart = cpu(child);
			let sent = 0;
			child.once('message', () => next(child, {
				rate: sent * 1000 / (performance.now() - start),
				cpu: (cpu(child) - cpuStart) / sent,
			}));
			const pump = () => {
				for (;;) {
					if ((sent & 15) === 0 && performance.now() - start >= ms) {
						child.send({ end: sent });
						return;
					}
					sent++;
					if (!child.send(message)) {
						sent++;
						child.send(message, pump);
						return;
					}
				}
			};
			pump();
		};
	},

	// So many messages on their way there and back, at all times.
	'round-trips'() {
		const child = fork(childScript, [scenario]);
		const message = payload(100);
		return (ms, next) => {
			const start = performance.now();
			const cpuStart = cpu(child);
			const departures = new Float64Array(value);
			const times = [];
			let sent = 0;
			let received = 0;
			const send = () => {
				departures[sent++ % value] = performance.now();
				child.send(message);
			};
			const listener = () => {
				const now = performance.now();
				times.push(now - departures[received++ % value]);
				if (now - start < ms) {
					send();
				}
				else if (received === sent) {
					child.removeListener('message', listener);
					const sorted = Float64Array.from(times).sort();
					next(child, {
						rate: received * 1000 / (now - start),
						cpu: (cpu(child) - cpuStart) / received,
						p50: percentile(sorted, 0.5),
						p99: percentile(sorted, 0.99),
					});
				}
			};
			child.on('message', listener);
			for (let i = 0; i < value; i++) {
				send();
			}
		};
	},

	// So many handles sent at once, and again when the child has said that it has them all.
	'handles'() {
		const child = fork(childScript, [scenario, text]);
		const server = net.createServer().listen(0);
		return (ms, next) => {
			const start = performance.now();
			const cpuStart = cpu(child);
			let sent = 0;
			const burst = () => {
				for (let i = 0; i < value; i++) {
					child.send('handle', server._handle);
				}
				sent += value;
			};
			const listener = () => {
				const now = performance.now();
				if (now - start < ms) {
					burst();
				}
				else {
					child.removeListener('message', listener);
					next(child, { rate: sent * 1000 / (now - start), cpu: (cpu(child) - cpuStart) / sent });
				}
			};
			child.on('message', listener);
			burst();
		};
	},

	// From the fork to the first message of the child, one child after the other.
	'forks'() {
		return (ms, next) => {
			const start = performance.now();
			const times = [];
			const once = () => {
				const begin = performance.now();
				const child = fork(childScript, [scenario]);
				child.once('message', () => {
					times.push(performance.now() - begin);
					child.disconnect();
				});
				child.once('exit', () => {
					if (performance.now() - start < ms) {
						once();
					}
					else {
						const median = times.sort((a, b) => a - b)[times.length >> 1];
						next(null, { rate: 1000 / median, cpu: 0 });
					}
				});
			};
			once();
		};
	},

};

const run = scenarios[scenario]();
run(Number(warmUp), () => run(Number(measured), (child, result) => {
	print(result);
	if (child) {
		child.disconnect();
	}
	setImmediate(() => process.exit(0));
}));
