// Forks the jar it is given as a child with a channel, pings it, and prints what comes back.
const { fork } = require('child_process');

const values = [1, null, 'ä\u2028😀', { a: [1, 2, { b: true }] }, [], false, ''];
const [jar, java] = process.argv.slice(2);
const child = fork(jar, ['--cluster.workers=0', '--server.port=0'], { execPath: java, execArgv: ['-jar'] });
let answers = 0;

values.forEach((value) => child.send({ ping: value }));
child.on('message', (message) => {
	const as_sent = JSON.stringify(message.pong) === JSON.stringify(values[answers]);
	console.log(`pong ${++answers} ${as_sent ? 'as sent' : 'changed'} by ${message.pid === child.pid ? 'the child' : message.pid}`);
	if (answers === values.length) {
		child.disconnect();
	}
});
child.on('disconnect', () => {
	console.log('disconnected');
	child.kill('SIGTERM');
});
child.on('exit', (code, signal) => console.log(`exited ${code} ${signal}`));
