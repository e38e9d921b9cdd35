// The parent of the interop matrix, in Node: forks the child that is described by the
// second argument and does what the first one names. Exits with 0 if all went well.
'use strict';
const assert = require('assert');
const { fork } = require('child_process');
const dgram = require('dgram');
const net = require('net');

const { module: file, args, options } = JSON.parse(process.argv[3]);
const child = fork(file, args, options);
const order = [];
const waiting = [];
const kept = [];

child.on('message', (message, handle) => {
  const taker = waiting.shift();
  if (taker) {
    taker([message, handle]);
  } else {
    kept.push([message, handle]);
  }
});
child.on('disconnect', () => order.push('disconnect'));
child.on('exit', (code, signal) => order.push('exit ' + (signal || code)));

const next = () => (kept.length ? Promise.resolve(kept.shift()) : new Promise((done) => waiting.push(done)));
const event = (emitter, name) => new Promise((done) => emitter.once(name, (...all) => done(all)));

async function expect(expected) {
  const [message, handle] = await next();
  assert.deepStrictEqual(message, expected);
  return handle;
}

function textOf(port) {
  return new Promise((done, fail) => {
    const client = net.connect(port, '127.0.0.1');
    let text = '';
    client.setEncoding('utf8');
    client.on('data', (data) => { text += data; });
    client.on('end', () => done(text));
    client.on('error', fail);
  });
}

async function listen(options, listener) {
  const server = net.createServer(options, listener);
  server.listen(0, '127.0.0.1');
  await event(server, 'listening');
  return server;
}

async function echo(value) {
  child.send({ do: 'echo', value });
  await expect({ echo: value });
}

const scenarios = {
  async message() {
    for (const value of [1, 'ä😀\u2028\n', null, true, [], { a: { b: [1.5] } }, '']) {
      await echo(value);
    }
  },
  async largeMessage() {
    await echo('ä'.repeat(400000));
  },
  async listeningSocket() {
    const server = await listen({}, () => assert.fail('accepted here'));
    const { port } = server.address();
    child.send({ do: 'takeServer' }, server);
    await expect({ ready: true });
    server.close();
    assert.strictEqual(await textOf(port), 'child');
  },
  async connectionToChild() {
    const server = await listen({ pauseOnConnect: true }, (socket) => child.send({ do: 'takeSocket' }, socket));
    assert.strictEqual(await textOf(server.address().port), 'child');
    server.close();
    await event(server, 'close');
  },
  async connectionToParent() {
    child.send({ do: 'giveSockets', count: 1 });
    const [{ port }] = await next();
    const text = textOf(port);
    (await expect({ socket: true })).end('parent');
    assert.strictEqual(await text, 'parent');
  },
  async udpSocket() {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await event(socket, 'listening');
    const { port } = socket.address();
    child.send({ do: 'takeDgram' }, socket);
    await expect({ ready: true });
    socket.close();
    const client = dgram.createSocket('udp4');
    client.send('hello', port, '127.0.0.1');
    const [data] = await event(client, 'message');
    assert.strictEqual(String(data), 'child:hello');
    client.close();
  },
  async keepOpen() {
    let mine;
    const server = await listen({ pauseOnConnect: true }, (socket) => {
      mine = socket;
      child.send({ do: 'keepOpen' }, socket, { keepOpen: true });
    });
    const text = textOf(server.address().port);
    await expect({ ready: true });
    child.kill('SIGKILL');
    mine.end('parent');
    assert.strictEqual(await text, 'childparent');
    server.close();
  },
  async simultaneousHandles() {
    const count = 20;
    const server = await listen({ pauseOnConnect: true }, (socket) => child.send({ do: 'takeSocket' }, socket));
    child.send({ do: 'giveSockets', count });
    const [{ port }] = await next();
    const texts = [];
    for (let i = 0; i < count; i++) {
      texts.push(textOf(server.address().port), textOf(port));
    }
    for (let i = 0; i < count; i++) {
      (await expect({ socket: true })).end('parent');
    }
    const all = await Promise.all(texts);
    assert.strictEqual(all.filter((text) => text === 'child').length, count);
    assert.strictEqual(all.filter((text) => text === 'parent').length, count);
    server.close();
  },
  async disconnectByParent() {
    child.disconnect();
    assert.strictEqual(child.connected, false);
    await event(child, 'exit');
    assert.deepStrictEqual(order.sort(), ['disconnect', 'exit 0']);
  },
  async disconnectByChild() {
    child.send({ do: 'disconnect' });
    await event(child, 'close');
    assert.strictEqual(child.connected, false);
    assert.deepStrictEqual(order, ['disconnect', 'exit 0']);
  },
  async kill() {
    child.kill('SIGKILL');
    await event(child, 'close');
    assert.deepStrictEqual(order, ['disconnect', 'exit SIGKILL']);
  },
};

async function main() {
  setTimeout(() => {
    child.kill('SIGKILL');
    assert.fail('not within 20 s; got ' + JSON.stringify(kept) + ' ' + order);
  }, 20000).unref();
  await expect({ online: true });
  await scenarios[process.argv[2]]();
  if (child.connected) {
    child.disconnect();
  }
  if (child.exitCode === null && child.signalCode === null) {
    await event(child, 'exit');
  }
}

main().catch((error) => {
  console.error(error);
  child.kill('SIGKILL');
  process.exit(1);
});
