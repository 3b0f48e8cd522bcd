import type { Task } from '../../reference/core.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in how resources are disposed and sources closed. */
export const resources: readonly Mutant[] = [
  ...faultsOf('PAT-26', {
    'all-at-once': {
      fault: 'the disposers are started all at once and awaited together',
      trips: ['PAT-27'],
      parts: (p) => ({
        ...p,
        dispose: (core, task, resource) => {
          for (const other of task.resources) void p.dispose(core, task, other).catch(() => {});
          return p.dispose(core, task, resource);
        },
      }),
    },
    'registered-from-the-first': {
      fault: 'what was registered with the task is cleaned up in the order of registration',
      trips: [],
      parts: (p) => ({
        ...p,
        cleanUp: (core, task, end) => {
          task.cleanups.reverse();
          return p.cleanUp(core, task, end);
        },
      }),
    },
    'by-the-cancel-and-again': {
      fault: "a cancelled task's disposers are run by the cancel and again at the end of the body",
      trips: [],
      parts: (p) => ({
        ...p,
        deliver: (core, task, reason) => {
          for (const resource of task.resources) void resource.dispose();
          p.deliver(core, task, reason);
        },
      }),
    },
    'not-when-cancelled': {
      fault: 'resources are disposed only if the body returned or threw an error of its own, not when it was cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        dispose: async (core, task, resource) => {
          if (!task.stop) await p.dispose(core, task, resource);
        },
      }),
    },
  }),
  ...faultsOf('PAT-27', {
    'chain-aborted': {
      fault: 'the first disposer error aborts the chain',
      trips: [],
      parts: (p) => {
        const broken = new Set<Task>();
        const dispose: typeof p.dispose = async (core, task, resource) => {
          if (broken.has(task)) return;
          await p.dispose(core, task, resource).catch((error: unknown) => (broken.add(task), Promise.reject(error)));
        };
        return { ...p, dispose };
      },
    },
    'registered-chain-aborted': {
      fault: 'the first registered cleanup that fails is the last one that is run',
      trips: [],
      parts: (p) => ({
        ...p,
        cleanUp: async (_core, task) => {
          for (let cleanup = task.cleanups.pop(); cleanup; cleanup = task.cleanups.pop()) {
            try {
              await cleanup();
            } catch (error) {
              return [error];
            }
          }
          return [];
        },
      }),
    },
    'replaces-the-error': {
      fault: 'a disposal error replaces the error that was on its way (plain finally)',
      trips: [],
      parts: (p) => ({ ...p, failedDisposal: (_core, _end, error) => ({ error }) }),
    },
    'swallowed-after-success': {
      fault: 'disposal errors after a successful body are swallowed',
      trips: [],
      parts: (p) => ({
        ...p,
        failedDisposal: (core, end, error) => ('error' in end ? p.failedDisposal(core, end, error) : undefined),
      }),
    },
  }),
  ...faultsOf('PAT-30', {
    'never-closed': {
      fault: 'on failure the loop stops mapping but never closes the iterator',
      trips: [],
      parts: (p) => ({ ...p, closeSource: async () => {} }),
    },
    'goes-on-pulling': {
      fault: 'each worker of the pool goes on pulling after the failure and its results are ignored',
      trips: [],
      parts: (p) => ({ ...p, goesOn: (core, crew) => crew.kind === 'map' || p.goesOn(core, crew) }),
    },
    'closed-by-each-worker': {
      fault: 'each worker closes the source: return() is called once per worker',
      trips: [],
      parts: (p) => ({
        ...p,
        closeSource: async (core, items, width) => {
          for (let worker = 0; worker < width; worker += 1) await p.closeSource(core, items, width);
        },
      }),
    },
  }),
];
