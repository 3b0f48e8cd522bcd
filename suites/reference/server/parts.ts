import { setTimeout as pause } from 'node:timers/promises';
import type { Host, ServerParts } from './host.ts';

/** How often it is looked whether everything has ended, ms. */
const often = 5;

/** The server that does everything right. */
export const correct: ServerParts = {
  signals: ['SIGTERM', 'SIGINT'],
  isFast: () => false,

  async stop(parts, host, signal) {
    await parts.announce(host);
    host.draining = true;
    parts.refuse(host);
    parts.closeIdle(host);
    const clean = await parts.finish(host, parts.isFast(signal));
    parts.endStreams(host);
    // What was written last is on its way.
    await pause(often);
    parts.leave(host, clean);
  },

  // Somebody who asks twice means it.
  again: () => process.exit(1),

  announce: ({ limits: { prestop } }) => pause(prestop),

  refuse({ server, work }) {
    server.close();
    work.close();
  },

  closeIdle({ busy }) {
    for (const [socket, requests] of busy) if (requests === 0) socket.destroy();
  },

  head(host, response) {
    // When it is sent: a request may have come before the signal and be answered after it.
    const write = response.writeHead.bind(response);
    response.writeHead = ((...args: Parameters<typeof write>) => {
      if (host.draining) response.setHeader('connection', 'close');
      return write(...args);
    }) as typeof response.writeHead;
  },

  ready: ({ stopping }) => (stopping ? 503 : 200),

  endStreams({ streams }) {
    for (const stream of streams) stream.end('data: {"type":"shutdown"}\n\n');
  },

  async finish(host, fast) {
    const { limits, work } = host;
    if (fast) work.tell();
    if (await within(limits.grace, () => isIdle(host))) return true;
    work.tell();
    return within(limits.force, () => isIdle(host));
  },

  leave(_host, clean) {
    process.exit(clean ? 0 : 1);
  },
};

/** No task, and no request but on streams. */
export const isIdle = ({ work, busy, streams }: Host): boolean => {
  const requests = [...busy.values()].reduce((sum, count) => sum + count, 0);
  return work.size === 0 && requests - streams.size <= 0;
};

export async function within(ms: number, holds: () => boolean): Promise<boolean> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() >= end) return false;
    await pause(often);
  }
  return true;
}
