import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TaskCoordinator as After } from './after.ts';
import { TaskCoordinator as Before } from './before.ts';
import { announcingFetchTask, fetchTask } from './fetch-task.ts';
import { TaskCoordinator as Mended } from './mended.ts';
import { recorder, rest } from './fixtures/doubles.ts';

let server: Server;
let url: URL;

/** Sends half of the page at `/half` and holds the rest back. */
beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/half') response.writeHead(200, { 'content-length': '8' }).write('half');
    else response.end('whole');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** Fetches half a page under a coordinator, cancels it there, and waits until the server has seen the hang-up. */
async function cancelledMidBody(
  start: (target: URL, halfway: () => void) => { cancel(): unknown; result: Promise<unknown> },
) {
  const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
  let task: ReturnType<typeof start> | undefined;
  await new Promise<void>((halfway) => {
    task = start(new URL('/half', url), halfway);
  });
  const [, response] = await asked;
  const hungUp = once(response, 'close');
  task?.cancel();
  const settled = await task?.result.then(
    () => 'fulfilled',
    (error: unknown) => (error as Error).name,
  );
  await hungUp;
  await rest();
  return { settled, finished: response.writableFinished };
}

const onProgress = (halfway: () => void) => ({
  deliver: ({ type }: { type: string }) => void (type === 'progress' && halfway()),
});

test('a page is fetched to its end', async () => {
  const tasks = new Mended();
  expect(await tasks.submit('a', fetchTask(url)).result).toEqual({ status: 200, size: 5 });
});

test('test_httpx_fetch_cleanup_on_cancellation: the fetch ends and its clients are not told', async () => {
  const tasks = new Before();
  const client = recorder();
  tasks.clients.connect(client);
  const seen = await cancelledMidBody((target, halfway) => {
    tasks.clients.connect(onProgress(halfway));
    return tasks.startTask('a', fetchTask(target));
  });
  expect(seen).toEqual({ settled: 'fulfilled', finished: false });
  expect(client.types).toEqual(['start', 'progress']);
});

test('after the fix both the fetch task and the coordinator send "cancelled"', async () => {
  const tasks = new After();
  const client = recorder();
  tasks.clients.connect(client);
  const seen = await cancelledMidBody((target, halfway) => {
    tasks.clients.connect(onProgress(halfway));
    return tasks.startTask('a', announcingFetchTask(target));
  });
  expect(seen).toEqual({ settled: 'CancelledError', finished: false });
  expect(client.types).toEqual(['start', 'progress', 'cancelled', 'cancelled']);
});

test('mended, the fetch ends, and its clients are told once', async () => {
  const tasks = new Mended();
  const types: string[] = [];
  tasks.subscribe(({ type }) => types.push(type));
  const seen = await cancelledMidBody((target, halfway) => {
    tasks.subscribe(({ type }) => type === 'progress' && halfway());
    const run = tasks.submit('a', fetchTask(target));
    return { result: run.result, cancel: () => tasks.cancel('a') };
  });
  expect(seen).toEqual({ settled: 'CancelledError', finished: false });
  // The task begins with an event of the coordinator, and the fetch with one of its own.
  expect(types).toEqual(['start', 'start', 'progress', 'cancelled']);
});
