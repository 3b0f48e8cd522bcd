import { createServer } from 'node:http';
import { createHttpTerminator } from 'http-terminator';
import { routes } from '../../harness/index.ts';
import { listening, onTermination } from './listening.ts';

/* The same server as the bare one, ended by http-terminator. */

const kit = routes();
const server = createServer((request, response) => {
  if (!kit(request, response)) response.writeHead(404).end();
});
const terminator = createHttpTerminator({
  server,
  gracefulTerminationTimeout: Number(process.env['QUIESCE_GRACE_MS'] ?? 5_000),
});
listening(server);
onTermination(() => terminator.terminate());
