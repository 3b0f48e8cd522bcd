import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type JobSpec, routes } from '../../../harness/index.ts';

/** A streaming coordinator as a server needs it. */
export interface Served {
  /** Starts a task; throws to refuse it. */
  run(spec: JobSpec): void;
  /** Hands every event of every task to one client, and tells it of the end of its stream. Returns the way to leave. */
  follow(send: (event: unknown) => void, end: () => void): () => void;
}

/** The coordinator behind HTTP: `GET /sse` follows all tasks; the kit's own routes do the rest. */
export function serve(tasks: Served, first?: RequestListener): Server {
  const kit = routes((spec) => tasks.run(spec));
  return createServer((request, response) => {
    first?.(request, response);
    if (response.writableEnded) return;
    if (request.method === 'GET' && request.url === '/sse') stream(tasks, response);
    else if (!kit(request, response)) response.writeHead(404).end();
  });
}

function stream(tasks: Served, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': connected\n\n');
  const leave = tasks.follow(
    (event) => void response.write(`data: ${JSON.stringify(event)}\n\n`),
    () => void response.end(),
  );
  response.on('close', leave);
}
