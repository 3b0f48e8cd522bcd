import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JobSpec, Program } from '../adapter/program.ts';
import { FarEnd } from './far-end.ts';

/**
 * Answers the kit's requests to a server under test; false: not one of them. Mount it before your own routes.
 * `GET /ok` answers at once · `GET /gate/<name>` once the kit has opened that gate · `GET /sse` is a stream that does
 * not end by itself · `POST /run` hands a body to `run`, your background work, which calls `runJob`; left out, it is
 * not answered here.
 */
export function routes(
  run?: (spec: JobSpec) => unknown,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const { method, url = '' } = request;
    if (method === 'POST' && url === '/run' && run) take(request, response, run);
    else if (method !== 'GET') return false;
    else if (url === '/ok') response.end('ok');
    else if (url.startsWith('/gate/')) hold(decodeURIComponent(url.slice('/gate/'.length)), response);
    else if (url === '/sse') stream(response);
    else return false;
    return true;
  };
}

/** Waits at a gate; the kit sees it wait by the journal. Nothing is written before the gate is open. */
function hold(gate: string, response: ServerResponse): void {
  const task = `GET /gate/${gate}`;
  FarEnd.at(process.env['QUIESCE_WIRE'] ?? '').then(
    (end) => {
      end.note(task, 'start');
      end.gate(gate, () => {
        end.note(task, 'end', 'returned');
        response.end(`done ${gate}`);
      });
    },
    (error: unknown) => refuse(response, error),
  );
}

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('data: {"type":"hello"}\n\n');
}

/** Accepted once `run` has returned, refused if it throws or rejects at once; the body goes on behind the answer. */
function take(request: IncomingMessage, response: ServerResponse, run: (spec: JobSpec) => unknown): void {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (text += chunk));
  request.on('end', () => {
    try {
      const { id, program } = JSON.parse(text) as { id: string; program: Program };
      void Promise.resolve(run({ id, program, wire: process.env['QUIESCE_WIRE'] ?? '' })).catch(() => undefined);
      response.writeHead(202).end();
    } catch (error) {
      refuse(response, error);
    }
  });
}

function refuse(response: ServerResponse, error: unknown): void {
  response.writeHead(503).end(error instanceof Error ? error.message : 'refused');
}
