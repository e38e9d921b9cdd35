// A child that does what its first argument says.
'use strict';
const fs = require('fs');
const net = require('net');

const modes = {
  empty() {
  },
  facts() {
    process.send({ args: process.argv.slice(2), execPath: process.execPath, execArgv: process.execArgv,
      cwd: process.cwd(), hello: process.env.HELLO });
    process.disconnect();
  },
  messageAndExit() {
    process.send({ hello: 'world' });
    process.disconnect();
  },
  flood() {
    for (let i = 0; i < 200; i++) {
      process.send({ i, text: 'x'.repeat(1000) });
    }
    process.channel.unref();
  },
  echo() {
    process.on('message', (message) => process.send(message));
  },
  stdio() {
    console.log('this should be ignored');
    console.error('on stderr');
    fs.writeSync(4, 'on 4\n');
    process.send(process.argv.length);
    process.disconnect();
  },
  output() {
    console.log('to stdout');
    console.error('to stderr');
    process.on('disconnect', () => console.log('after the disconnect'));
    process.send('ready');
  },
  garbage() {
    fs.writeSync(3, 'garbage\n\n{"cmd":"NODE_UNKNOWN"}\n\u0000\n{"half":\n');
    process.send('after');
    process.disconnect();
  },
  internal() {
    for (const cmd of ['NODE_foo', 'NODE_', 'fooNODE_', 1]) {
      process.send({ cmd });
    }
    process.disconnect();
  },
  ten() {
    for (let i = 0; i < 10; i++) {
      process.send(i);
    }
    process.disconnect();
  },
  large() {
    for (let i = 0; i < 4; i++) {
      process.send(String(i).repeat(8000000));
    }
    process.channel.unref();
  },
  oneTwoThree() {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      process.send('one');
      process.send('two', server);
      process.send('three', () => {
        server.close();
        process.disconnect();
      });
    });
  },
  twice() {
    const server = net.createServer((socket) => {
      process.send('one', socket);
      process.send('two', socket, () => {
        server.close();
        process.disconnect();
      });
    }).listen(0, '127.0.0.1', () => process.send(server.address().port));
  },
  stdinIpc() {
    process.stdin.on('error', () => {});
    process.send('from ' + process.argv[3]);
    process.disconnect();
  },
  grandchild() {
    const { spawn } = require('child_process');
    const child = spawn('sh', ['-c', 'read line <&4; echo late'], { stdio: ['ignore', 'inherit', 'ignore', 3, 4] });
    process.send('before', () => process.exit(7));
  },
  sockets() {
    process.on('message', (message, socket) => {
      process.exit(3);
    });
  },
};

modes[process.argv[2]]();
