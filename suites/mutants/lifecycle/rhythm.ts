import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in heartbeats, and in what is told of a crash. */
export const rhythm: readonly Mutant[] = [
  ...faultsOf('LIF-07', {
    'looks-before-its-sleep': {
      fault:
        'the loop looks at the flag before its sleep only, and stop() clears the flag and does not wait for the loop: one more beat',
      trips: ['LIF-08'],
      parts: (p) => ({
        ...p,
        daemon: { ...p.daemon, hush: () => {}, arm: (daemon) => void (daemon.halting || p.daemon.arm(daemon)) },
      }),
    },
    'armed-by-the-beat': {
      fault: 'a beat re-arms its timer when it ends, without looking whether stop has come',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          beat: (daemon) => {
            const again = (): void => p.daemon.arm(daemon);
            daemon.ports.beat().then(again, again);
          },
        },
      }),
    },
    'heartbeat-first': {
      fault: 'stop() ends the heartbeat first, before the work it waits for has ended',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          stop: (daemon) => {
            p.daemon.hush(daemon);
            return p.daemon.stop(daemon);
          },
        },
      }),
    },
  }),
  ...faultsOf('LIF-14', {
    'kept-for-the-stop': {
      fault: 'the promise of the loop is kept with a silent catch and only looked at in stop()',
      trips: [],
      parts: (p) => ({
        ...p,
        daemon: {
          ...p.daemon,
          crashed: (daemon) => {
            daemon.state = 'failed';
          },
        },
      }),
    },
    'empty-catch': {
      fault: 'the restart loop has an empty catch',
      trips: [],
      dialect: { 'loop.crash': 'restarts' },
      parts: (p) => ({ ...p, daemon: { ...p.daemon, crashed: () => {} } }),
    },
  }),
];
