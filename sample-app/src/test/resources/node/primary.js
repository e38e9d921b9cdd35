// Runs the jar it is given as two workers of a cluster, and prints what becomes of them. SIGUSR2 disconnects them all.
const cluster = require('cluster');

const [jar, java, policy] = process.argv.slice(2);
cluster.schedulingPolicy = (policy === 'round-robin') ? cluster.SCHED_RR : cluster.SCHED_NONE;
process.execPath = java;
cluster.setupPrimary({ exec: jar, execArgv: ['-jar'], args: ['--server.port=0', '--cluster.drain-timeout=20s'] });

cluster.on('online', (worker) => console.log(`online ${worker.id} ${worker.process.pid}`));
cluster.on('listening', (worker, { port }) => {
	console.log(`listening ${worker.id} on ${port}`);
	worker.send({ ping: `worker ${worker.id}` });
});
cluster.on('message', (worker, { pong }) => console.log(`pong of ${pong} by ${worker.id}`));
cluster.on('disconnect', (worker) => console.log(`disconnected ${worker.id} ${worker.exitedAfterDisconnect}`));
cluster.on('exit', (worker, code, signal) => console.log(`exited ${worker.id} ${code} ${signal}`));
process.on('SIGUSR2', () => cluster.disconnect(() => console.log('none left')));
cluster.fork();
cluster.fork();
