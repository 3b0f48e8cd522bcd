import type { Json } from '../../../harness/index.ts';
import type { Daemon } from '../../reference/daemon.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in the start, the stop and the state of a component. */
export const daemons: readonly Mutant[] = [
  ...faultsOf('LIF-01', {
    'running-is-set-too-late': {
      fault:
        'start() looks at `running` before its first await and sets it after it, so two concurrent starts both go on',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          start: (daemon) => {
            if (daemon.state === 'running') return Promise.resolve();
            daemon.starting = p.daemon.begin(daemon);
            return daemon.starting;
          },
        },
      }),
    },
    'running-is-not-looked-at': {
      fault: 'start() does not look whether it is running at all',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          start: (daemon) => {
            daemon.starting = p.daemon.begin(daemon);
            return daemon.starting;
          },
        },
      }),
    },
  }),
  ...faultsOf('LIF-02', {
    'second-caller-goes-on': {
      fault: 'a stop() that finds the component stopping returns at once',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          stop: (daemon) => (daemon.ending ? Promise.resolve({ left: [] }) : p.daemon.stop(daemon)),
        },
      }),
    },
    'closes-again': {
      fault: 'each stop() call runs the stops of the components (closes the connection) again',
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          stop: (manager) => {
            manager.ending = p.manager.end(manager);
            return manager.ending;
          },
        },
        daemon: { ...p.daemon, stop: (daemon) => p.daemon.end(daemon) },
      }),
    },
  }),
  ...faultsOf('LIF-06', {
    'awaits-the-crashed-loop': {
      fault: 'stop() awaits the promise of the loop without a try, before it stops heartbeat and connection',
      trips: [],
      parts: (p) => ({ ...p, daemon: { ...p.daemon, join: async (daemon) => daemon.loop } }),
    },
  }),
  ...faultsOf('LIF-06', {
    'closes-without-a-try': {
      fault: 'stop() closes the connection without a try, before it ends the heartbeat',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          hush: () => {},
          hangUp: async (daemon) => {
            await daemon.connection?.close();
            daemon.connection = undefined;
            p.daemon.hush(daemon);
          },
        },
      }),
    },
  }),
  ...faultsOf('LIF-10', {
    'exit-does-not-wait': {
      fault: 'the exit hook calls stop() and does not await it',
      trips: [],
      parts: (p) => {
        const leave: typeof p.daemon.leave = async (service) => void p.daemon.leave(service).catch(() => {});
        return { ...p, daemon: { ...p.daemon, leave }, manager: { ...p.manager, leave } };
      },
    },
    'exit-swallows-the-error': {
      fault: 'the exit hook swallows the error of stop()',
      trips: [],
      parts: (p) => {
        const leave: typeof p.daemon.leave = (service) => p.daemon.leave(service).catch(() => {});
        return { ...p, daemon: { ...p.daemon, leave }, manager: { ...p.manager, leave } };
      },
    },
  }),
  ...faultsOf('LIF-11', {
    'flag-of-start-and-stop': {
      fault: 'the flag is changed by start() and stop() only',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: { ...p.daemon, show: (daemon) => (daemon.state === 'failed' ? 'running' : p.daemon.show(daemon)) },
      }),
    },
    'stopped-when-asked': {
      fault: 'the state turns to stopped when stop() is called, not when it has ended',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: { ...p.daemon, show: (daemon) => (daemon.halting ? 'stopped' : p.daemon.show(daemon)) },
        manager: { ...p.manager, show: (manager) => (manager.halting ? 'stopped' : p.manager.show(manager)) },
      }),
    },
  }),
  ...faultsOf('LIF-12', {
    'swallows-the-caller': {
      fault: "stop() catches the reason of the caller's signal while it awaits the child, and returns normally",
      trips: [],
      parts: (p) => {
        const wait: typeof p.daemon.wait = async (end, signal) =>
          p.daemon.wait(end, signal).catch((error: unknown) => {
            if (signal?.aborted) return end;
            throw error;
          });
        return { ...p, daemon: { ...p.daemon, wait }, manager: { ...p.manager, wait } };
      },
    },
    'stops-stopping': {
      fault: "the caller's signal ends the stop itself: what was not stopped yet stays running",
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          hangUp: async (daemon) => (daemon.signal?.aborted ? undefined : p.daemon.hangUp(daemon)),
        },
        manager: {
          ...p.manager,
          stopOne: async (manager, component, errors) =>
            manager.signal?.aborted ? undefined : p.manager.stopOne(manager, component, errors),
        },
      }),
    },
  }),
  ...faultsOf('LIF-15', {
    'not-running-yet': {
      fault: 'stop() returns at once because `running` is set only when start has finished',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          stop: (daemon) => (daemon.state === 'starting' ? Promise.resolve({ left: [] }) : p.daemon.stop(daemon)),
        },
      }),
    },
  }),
  ...faultsOf('LIF-18', {
    'lost-for-good': {
      fault: 'a connection whose peer has gone is forgotten, and no other is made',
      trips: ['LIF-16'],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          lose: (daemon, connection) => {
            if (daemon.connection === connection) daemon.connection = undefined;
          },
        },
      }),
    },
    'heart-stops': {
      fault: 'the next beat is set when one has worked: a beat that fails is the last',
      trips: ['LIF-07'],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          beat: (daemon) =>
            void daemon.ports.beat().then(
              () => daemon.halting || daemon.parts.arm(daemon),
              () => {},
            ),
        },
      }),
    },
    'handler-gives-up': {
      fault: 'a message whose handling fails ends the loop that handles them',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: { ...p.daemon, handle: (daemon) => handleAll(daemon) },
      }),
    },
    'letter-lost': {
      fault: 'a message whose sending fails is dropped without a word: its promise stays pending',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          deliver: (daemon) => {
            for (const { sent } of daemon.outbox) Object.assign(sent, { reject: () => {} });
            return p.daemon.deliver(daemon);
          },
        },
      }),
    },
  }),
];

async function handleAll(daemon: Daemon): Promise<void> {
  if (daemon.handling) return;
  daemon.handling = true;
  while (daemon.inbox.length > 0 && !daemon.halting) {
    const handled = daemon.ports.handle(daemon.inbox.shift() as Json);
    daemon.busy.add(handled);
    try {
      await handled;
    } catch {
      return;
    } finally {
      daemon.busy.delete(handled);
    }
  }
  daemon.handling = false;
}
