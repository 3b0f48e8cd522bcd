import { Server as NetServer } from 'node:net';
import { once } from 'node:events';
import type { ServerMutant } from './index.ts';

/** Faults in what becomes of connections. */
export const http: readonly ServerMutant[] = [
  {
    id: 'SHU-17/keeps-listening',
    own: 'SHU-17',
    fault: 'the listener stays open until the process exits',
    trips: ['SHU-25'],
    parts: (p) => ({ ...p, refuse: ({ work }) => work.close() }),
  },
  {
    id: 'SHU-17/cuts-busy-connections',
    own: 'SHU-17',
    fault: 'shutdown closes all connections at once, busy ones too',
    trips: ['SHU-18', 'SHU-19', 'SHU-25'],
    parts: (p) => ({
      ...p,
      closeIdle: ({ busy }) => {
        for (const socket of busy.keys()) socket.destroy();
      },
    }),
  },
  {
    id: 'SHU-18/waits-for-the-close-callback',
    own: 'SHU-18',
    fault: "shutdown only closes the listener and waits for the server's close callback",
    trips: ['SHU-19'],
    parts: (p) => ({
      ...p,
      closeIdle: () => undefined,
      endStreams: () => undefined,
      leave: ({ server }, clean) => void once(server, 'close').then(() => process.exit(clean ? 0 : 1)),
    }),
  },
  {
    id: 'SHU-18/ends-streams-before-their-tasks',
    own: 'SHU-18',
    fault: 'the event streams are ended when the shutdown begins, before the tasks that they tell of have ended',
    trips: [],
    parts: (p) => ({
      ...p,
      closeIdle: (host) => {
        p.closeIdle(host);
        p.endStreams(host);
      },
      endStreams: () => undefined,
    }),
  },
  {
    id: 'SHU-19/leaves-the-connection-open',
    own: 'SHU-19',
    fault:
      "responses during the drain carry no 'Connection: close' and leave the connection open for a further request",
    trips: [],
    parts: (p) => ({ ...p, head: () => undefined }),
  },
  {
    id: 'SHU-19/leaves-idle-ones-to-their-timeout',
    own: 'SHU-19',
    fault: 'shutdown closes the listening socket only, idle keep-alive connections are left to their timeout',
    trips: [],
    parts: (p) => ({
      ...p,
      refuse: ({ server, work }) => {
        // The close of an HTTP server ends idle connections, that of a socket server does not.
        NetServer.prototype.close.call(server);
        work.close();
      },
      closeIdle: () => undefined,
    }),
  },
  {
    id: 'SHU-25/stays-ready',
    own: 'SHU-25',
    fault: 'readiness stays 2xx until the listener closes',
    trips: [],
    parts: (p) => ({ ...p, ready: () => 200 }),
  },
  {
    id: 'SHU-25/closes-at-once',
    own: 'SHU-25',
    fault: 'the listener closes at once although a pre-stop delay is configured',
    trips: [],
    parts: (p) => ({ ...p, announce: async () => undefined }),
  },
];
