import { createServer, Server as HttpServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { routes } from '../../../harness/index.ts';
import { Work } from './work.ts';

/** What a server is told by its environment, in ms. */
export interface Limits {
  readonly grace: number;
  readonly force: number;
  readonly prestop: number;
}

/** A server that is being told to end, and everything that it has to end. */
export interface Host {
  readonly server: HttpServer;
  readonly limits: Limits;
  readonly work: Work;
  /** Open connections, and how many requests are under way on each. */
  readonly busy: Map<Socket, number>;
  /** Event streams, which do not end by themselves. */
  readonly streams: Set<ServerResponse>;
  stopping: boolean;
  draining: boolean;
}

/** What the server does, each thing by itself: a mutant is the server with one of them replaced. */
export interface ServerParts {
  /** The first signal. */
  readonly stop: (parts: ServerParts, host: Host, signal: NodeJS.Signals) => Promise<void>;
  /** A further one. */
  readonly again: (parts: ServerParts, host: Host, signal: NodeJS.Signals) => void;
  /** Signals that are listened to. */
  readonly signals: readonly NodeJS.Signals[];
  /** Whether that signal tells the tasks at once. */
  readonly isFast: (signal: NodeJS.Signals) => boolean;
  /** Waits so long, still answering. */
  readonly announce: (host: Host) => Promise<void>;
  /** Takes no more connections. */
  readonly refuse: (host: Host) => void;
  /** Ends connections on which nothing is under way. */
  readonly closeIdle: (host: Host) => void;
  /** The head of a response that is about to begin. */
  readonly head: (host: Host, response: ServerResponse) => void;
  /** Status of readiness. */
  readonly ready: (host: Host) => number;
  /** Ends the streams with their last event. */
  readonly endStreams: (host: Host) => void;
  /** Waits for work and requests; tells whether all of it has ended. */
  readonly finish: (host: Host, fast: boolean) => Promise<boolean>;
  /** Ends the process. */
  readonly leave: (host: Host, clean: boolean) => void;
}

/** Runs the server with these parts until a signal ends it. */
export function serve(parts: ServerParts): void {
  const handle = routes((spec) => host.work.submit(spec));
  const host: Host = {
    server: createServer((request, response) => {
      parts.head(host, response);
      track(host, request.socket, response);
      if (request.url === '/sse') host.streams.add(response);
      if (request.url === '/ready') response.writeHead(parts.ready(host)).end();
      else if (!handle(request, response)) response.writeHead(404).end();
    }),
    limits: { grace: ms('GRACE'), force: ms('FORCE'), prestop: ms('PRESTOP') },
    work: new Work(),
    busy: new Map(),
    streams: new Set(),
    stopping: false,
    draining: false,
  };
  host.work.follow((news) => {
    for (const stream of host.streams) stream.write(`data: ${JSON.stringify(news)}\n\n`);
  });
  host.server.on('connection', (socket) => {
    host.busy.set(socket, 0);
    socket.on('close', () => host.busy.delete(socket));
  });
  for (const signal of parts.signals) process.on(signal, () => told(parts, host, signal));
  host.server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`ready ${(host.server.address() as { port: number }).port}\n`);
  });
}

function told(parts: ServerParts, host: Host, signal: NodeJS.Signals): void {
  if (host.stopping) return parts.again(parts, host, signal);
  host.stopping = true;
  void parts.stop(parts, host, signal);
}

/** A connection is busy from a request to the end of its response. */
function track(host: Host, socket: Socket, response: ServerResponse): void {
  const count = (change: number): void => void host.busy.set(socket, (host.busy.get(socket) ?? 0) + change);
  count(1);
  response.on('close', () => {
    count(-1);
    host.streams.delete(response);
    if (socket.destroyed) host.busy.delete(socket);
  });
}

const ms = (name: string): number => Number(process.env[`QUIESCE_${name}_MS`] ?? 0);
