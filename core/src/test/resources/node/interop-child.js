// The child of the interop matrix, in Node. Does what InteropMain does in Java.
'use strict';
const net = require('net');

process.on('message', (message, handle) => {
  switch (message.do) {
    case 'echo':
      process.send({ echo: message.value });
      break;
    case 'takeServer':
      handle.on('connection', (socket) => {
        socket.end('child');
        handle.close();
      });
      process.send({ ready: true });
      break;
    case 'takeSocket':
      handle.end('child');
      break;
    case 'keepOpen':
      handle.write('child', () => process.send({ ready: true }));
      break;
    case 'giveSockets': {
      let left = message.count;
      const server = net.createServer({ pauseOnConnect: true }, (socket) => {
        process.send({ socket: true }, socket);
        if (--left === 0) {
          server.close();
        }
      });
      server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
      break;
    }
    case 'takeDgram':
      handle.on('message', (data, from) =>
        handle.send('child:' + data, from.port, from.address, () => handle.close()));
      process.send({ ready: true });
      break;
    case 'disconnect':
      process.disconnect();
      break;
  }
});
process.send({ online: true });
