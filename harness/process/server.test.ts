import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { chunked, probe, RawClient } from './raw-client.ts';
import { ServerProcess } from './server.ts';

const fixture = fileURLToPath(new URL('fixtures/server.mjs', import.meta.url));
const patient = 5_000;
const servers: ServerProcess[] = [];
const clients: RawClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  for (const server of servers.splice(0)) server.kill();
});

async function start(way: string, ready: RegExp | { readonly port: number } = /:(\d+)$/): Promise<ServerProcess> {
  const args = [fixture, way, ready instanceof RegExp ? '0' : String(ready.port)];
  const target = { name: 'server', command: [process.execPath, ...args] as [string, ...string[]], ready };
  const server = await ServerProcess.start(target, { grace: 300, force: 100 });
  servers.push(server);
  return server;
}

async function connected(server: ServerProcess): Promise<RawClient> {
  const client = await RawClient.connect(server.port);
  if (!client) throw new Error('refused');
  clients.push(client);
  return client;
}

/** True if it has ended within so many ms. */
const endsWithin = async (server: ServerProcess, ms: number): Promise<boolean> =>
  Promise.race([server.ended.then(() => true), new Promise<boolean>((go) => setTimeout(go, ms, false))]);

test('without a handler the signal ends it, and it is refused from then on', async () => {
  const server = await start('none');
  expect(await probe(server.port, '/', patient)).toBe(200);
  expect(server.end).toBeUndefined();
  expect(server.signal('SIGTERM')).toBe(true);
  expect(await server.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect(server.signal('SIGTERM')).toBe(false);
  expect(await probe(server.port, '/', patient)).toBe('refused');
});

test('a bare close does not end a connection that never sent a byte', async () => {
  const server = await start('close');
  await connected(server);
  // A later connection that is answered shows that the silent one was accepted.
  expect(await probe(server.port, '/', patient)).toBe(200);
  server.signal('SIGTERM');
  expect(await endsWithin(server, 1_000)).toBe(false);
  expect(await probe(server.port, '/', patient)).toBe('refused');
});

test('a mended one lets the request finish, ends idle, silent and endless connections, and says so by its code', async () => {
  const server = await start('mended');
  const [busy, silent, stream, idle] = [
    await connected(server),
    await connected(server),
    await connected(server),
    await connected(server),
  ];
  stream.get('/sse');
  expect(await stream.until(() => stream.received.includes('hello'), patient)).toBe(true);
  idle.get('/');
  expect(await idle.response(patient)).toMatchObject({ status: 200, body: 'ok' });
  busy.get('/slow');
  // Sent before it, on a connection that was accepted after it: the busy one has been read.
  expect(await probe(server.port, '/', patient)).toBe(200);
  server.signal('SIGTERM');
  expect(await busy.response(patient)).toMatchObject({ status: 200, body: 'slow' });
  for (const client of [idle, silent, stream]) expect(await client.close(patient)).toBe(true);
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(server.output).toEqual([expect.stringContaining('listening on')]);
});

test('one that ignores the signal lives, says why, and goes with its group', async () => {
  const server = await start('deaf');
  server.signal('SIGTERM');
  expect(await endsWithin(server, 300)).toBe(false);
  server.kill();
  expect(await server.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(server.output.at(-1)).toBe('not now');
});

test('a port is tried until it answers', async () => {
  const free = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
  const server = await start('none', { port: free });
  expect(await probe(server.port, '/', patient)).toBe(200);
});

test('a server does not outlive the process that started it, killed though it be', async () => {
  const source = new URL('server.ts', import.meta.url).href;
  const target = JSON.stringify({ name: 'server', command: [process.execPath, fixture, 'deaf'] });
  const program = `
    const { ServerProcess } = await import(${JSON.stringify(source)});
    const target = { ...${target}, ready: /:(\\d+)$/ };
    const { port } = await ServerProcess.start(target, { grace: 1, force: 1 });
    console.log(port);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { stdio: 'pipe' });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const port = Number(String(said));
  expect(await probe(port, '/', patient)).toBe(200);
  parent.kill('SIGKILL');
  await expect.poll(() => probe(port, '/', patient), { timeout: patient }).toBe('refused');
});

test('one that ends at once is told with its last words', async () => {
  await expect(start('ends at once')).rejects.toMatchObject({
    code: 'SERVER_ENDED',
    message: expect.stringMatching(/it ended with code 3, and the last that it said is: no configuration/),
  });
});

test('a half-sent request gets no response, and chunks are put together', async () => {
  const server = await start('none');
  const client = await connected(server);
  client.write('GET / HTTP/1.1\r\nHost:');
  expect(await client.response(100)).toBeUndefined();
  expect(client.ended).toBe(false);
  expect(chunked('3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n')).toEqual({ body: 'abcde', length: 20 });
  expect(chunked('3\r\nabc\r\n2\r\nd')).toBeUndefined();
});
