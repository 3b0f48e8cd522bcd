import type { ServerMutant } from './index.ts';

/** Faults in what a signal does. */
export const signals: readonly ServerMutant[] = [
  {
    id: 'SHU-13/exits-at-once',
    own: 'SHU-13',
    fault: 'the SIGTERM handler calls exit(0) directly',
    trips: [],
    parts: (p) => ({ ...p, stop: async () => process.exit(0) }),
  },
  {
    id: 'SHU-13/does-not-await-the-shutdown',
    own: 'SHU-13',
    fault: 'the SIGTERM handler starts the shutdown and calls exit(0) without awaiting it',
    trips: [],
    parts: (p) => ({
      ...p,
      stop: async (parts, host, signal) => {
        void p.stop(parts, host, signal);
        setImmediate(() => process.exit(0));
      },
    }),
  },
  {
    id: 'SHU-14/only-sigterm',
    own: 'SHU-14',
    fault: 'only SIGTERM has a handler',
    trips: [],
    parts: (p) => ({ ...p, signals: ['SIGTERM'] }),
  },
  {
    id: 'SHU-14/drains-although-fast',
    own: 'SHU-14',
    fault: 'SIGINT runs the draining shutdown although fast is declared',
    trips: [],
    dialect: { 'signal.map.INT': 'fast' },
    parts: (p) => ({ ...p, isFast: () => false }),
  },
  {
    id: 'SHU-15/starts-a-new-grace-period',
    own: 'SHU-15',
    fault: 'a second signal calls the shutdown again, which starts a new grace period',
    trips: [],
    parts: (p) => ({ ...p, again: (parts, host, signal) => void p.stop(parts, host, signal) }),
  },
  {
    id: 'SHU-15/ignores-both',
    own: 'SHU-15',
    fault: 'both signals are ignored while a shutdown is running',
    trips: [],
    dialect: { 'signal.second.TERM': 'ignore' },
    parts: (p) => ({ ...p, again: () => undefined }),
  },
  {
    id: 'SHU-16/always-exits-clean',
    own: 'SHU-16',
    fault: 'the process calls exit(0) in a finally block, also when shutdown has given up on a task',
    trips: [],
    parts: (p) => ({ ...p, leave: (host) => p.leave(host, true) }),
  },
  {
    id: 'SHU-16/always-exits-with-one',
    own: 'SHU-16',
    fault: 'the process ends with status 1 after every signal',
    trips: [],
    parts: (p) => ({ ...p, leave: (host) => p.leave(host, false) }),
  },
];
