import type { Core } from '../../reference/core.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const stops = new WeakMap<Core, Promise<readonly unknown[]>>();

/** Faults with clients, hooks and components. */
export const dependencies: readonly Mutant[] = [
  ...faultsOf('SHU-11', {
    'clients-dropped-first': {
      fault: 'clients of cancelled tasks are dropped when shutdown begins, before the final event is published',
      trips: ['SHU-27'],
      parts: (p) => ({
        ...p,
        tellClients: (core) => {
          core.listeners = [];
          for (const task of core.tasks.values()) task.listeners = [];
        },
      }),
    },
    'stream-left-open': {
      fault: "during shutdown the final event is written, but the client's stream is left open",
      trips: [],
      parts: (p) => ({
        ...p,
        push: (core, stream, event) => {
          p.push(core, stream, event);
          if (core.closing) stream.end = () => {};
        },
      }),
    },
  }),
  ...faultsOf('SHU-21', {
    'stopped-beside-the-tasks': {
      fault: 'attached components are stopped in parallel with the running tasks, when shutdown begins',
      trips: [],
      parts: (p) => ({
        ...p,
        clear: (core, closing) => (stops.set(core, p.components(core, closing)), p.clear(core, closing)),
        components: async (core) => stops.get(core) ?? [],
      }),
    },
  }),
  ...faultsOf('SHU-22', {
    'one-try-block': {
      fault: 'all shutdown hooks run in one try block, so the first throw skips the rest',
      trips: [],
      parts: (p) => ({
        ...p,
        hooks: async (core, closing) => {
          const errors: unknown[] = [];
          for (const hook of core.hooks) if (errors.length === 0) await p.bounded(core, closing, '', hook, errors);
          return errors;
        },
      }),
    },
    'errors-dropped': {
      fault: 'errors of shutdown hooks are caught and dropped',
      trips: [],
      parts: (p) => ({ ...p, finish: (core, closing, report) => p.finish(core, closing, report, []) }),
    },
    'no-limit': {
      fault: 'shutdown hooks are awaited one after another without a limit',
      trips: [],
      parts: (p) => ({ ...p, hooks: (core, closing) => p.hooks(core, { ...closing, grace: undefined }) }),
    },
  }),
  ...faultsOf('SHU-26', {
    'a-timer-for-each': {
      fault: 'each component gets a fresh timer of G + F',
      trips: [],
      parts: (p) => ({
        ...p,
        bounded: (core, closing, ...rest) => p.bounded(core, { ...closing, since: performance.now() }, ...rest),
      }),
    },
    'a-period-of-their-own': {
      fault: 'the components get a period of their own, which starts when the task phase is over',
      trips: [],
      parts: (p) => ({
        ...p,
        components: (core, closing) => p.components(core, { ...closing, since: performance.now() }),
      }),
    },
  }),
];
