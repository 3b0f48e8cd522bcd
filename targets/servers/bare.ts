import { createServer } from 'node:http';
import { routes } from '../../harness/index.ts';
import { listening, onTermination } from './listening.ts';

/* What most servers do on SIGTERM: stop listening, and wait for the connections to go. */

const kit = routes();
const server = createServer((request, response) => {
  if (!kit(request, response)) response.writeHead(404).end();
});
listening(server);
onTermination(() => server.close());
