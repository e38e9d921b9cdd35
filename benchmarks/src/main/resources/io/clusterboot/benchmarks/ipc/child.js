// The other end of a trial: node child.js <scenario> [<value>], forked with a channel
'use strict';
const [scenario, text] = process.argv.slice(2);
const value = Number(text);
let count = 0;

const scenarios = {

	'one-way': (message) => {
		count++;
		if (message.end !== undefined) {
			process.send({ count });
			count = 0;
		}
	},

	'round-trips': (message) => {
		process.send(message);
	},

	'handles': (message, handle) => {
		handle.close();
		if (++count === value) {
			count = 0;
			process.send('all');
		}
	},

	'forks': () => {
	},

};

process.on('message', scenarios[scenario]);
if (scenario === 'forks') {
	process.send('hello');
}
