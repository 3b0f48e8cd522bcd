import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in the connection of a component, and in its mail. */
export const connections: readonly Mutant[] = [
  ...faultsOf('LIF-08', {
    'sleeps-on': {
      fault: 'the back-off sleep cannot be interrupted: stop() waits for the loop to wake up',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          pause: (daemon, ms) => new Promise((resolve) => void daemon.core.parts.after(ms, resolve)),
          join: async (daemon) => {
            if (!daemon.attempt) await daemon.keeping;
            await p.daemon.join(daemon);
          },
        },
      }),
    },
    'keeps-a-late-connection': {
      fault: 'a connection that completes after stop is kept open',
      trips: ['LIF-15'],
      parts: (p) => ({ ...p, daemon: { ...p.daemon, tooLate: async () => {} } }),
    },
    'waits-for-the-attempt': {
      fault: 'stop() awaits the connect attempt',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          join: async (daemon) => {
            await daemon.attempt?.catch(() => {});
            await p.daemon.join(daemon);
          },
        },
      }),
    },
  }),
  ...faultsOf('LIF-09', {
    'still-listens': {
      fault: 'stop() neither closes the connection nor detaches the receiver: later messages are handled',
      trips: ['LIF-06', 'LIF-08', 'LIF-10', 'LIF-12', 'LIF-15'],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          hangUp: async () => {},
          accept: (daemon, message) => {
            if (daemon.halting) void daemon.ports.handle(message);
            else p.daemon.accept(daemon, message);
          },
        },
      }),
    },
    'empties-the-queue': {
      fault: 'stop() empties the queue of outgoing messages and says nothing',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          leaveOver: (daemon) => {
            daemon.outbox.splice(0);
            p.daemon.leaveOver(daemon);
          },
        },
      }),
    },
    'leaves-the-turn': {
      fault: 'stop() settles without waiting for the running turn',
      trips: ['LIF-02'],
      parts: (p) => ({ ...p, daemon: { ...p.daemon, join: async () => {} } }),
    },
  }),
  ...faultsOf('LIF-13', {
    'ended-and-still-listed': {
      fault: 'the waiter of an ended receive stays in the list, takes the next message and drops it',
      trips: [],
      parts: (p) => ({ ...p, daemon: { ...p.daemon, unlist: () => {} } }),
    },
    'taken-and-too-late': {
      fault:
        'a receive that finds its limit passed returns empty although it has just taken a message out of the buffer',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          hand: (daemon, receiver, message) =>
            queueMicrotask(() => (receiver.over ? undefined : p.daemon.hand(daemon, receiver, message))),
        },
      }),
    },
  }),
  ...faultsOf('LIF-16', {
    'attempts-beside-each-other': {
      fault: 'ensureConnected() does not look whether an attempt is in progress',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: { ...p.daemon, ensure: async (daemon) => daemon.connection ?? p.daemon.connect(daemon) },
      }),
    },
    'failed-attempt-is-kept': {
      fault: 'the promise of a failed attempt is kept and given to later callers',
      trips: ['LIF-18'],
      parts: (p) => ({ ...p, daemon: { ...p.daemon, forget: () => {} } }),
    },
  }),
];
