import { hops } from '../../reference/hops.ts';
import { store } from '../../reference/transactions.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in transactions, records, connections, and in what is left over. */
export const outside: readonly Mutant[] = [
  ...faultsOf('RAC-19', {
    'no-rollback-for-the-cancelled': {
      fault: 'when the body of a transaction is cancelled, its connection goes back to the pool without a rollback',
      trips: ['RAC-20'],
      parts: (p) => ({
        ...p,
        rollback: (core, scope, session) => {
          if (!scope.cancelled) p.rollback(core, scope, session);
        },
      }),
    },
  }),
  ...faultsOf('RAC-20', {
    'one-write-after-the-other': {
      fault: 'the commit applies the writes one by one with a hop between and stops when the task is cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        commit: async (core, task, scope, session) => {
          for (const [key, value] of session.writes ?? []) {
            if (scope.cancelled) throw scope.reason;
            store(core, key, value);
            await hops(1);
          }
          await p.commit(core, task, scope, session);
        },
      }),
    },
    'cancelled-behind-the-commit': {
      fault: 'transaction() throws the cancellation after its commit has gone through',
      trips: [],
      parts: (p) => ({
        ...p,
        transaction: async (core, task, scope, body) => {
          const value = await p.transaction(core, task, scope, body);
          await hops(2);
          if (scope.cancelled) throw scope.reason;
          return value;
        },
      }),
    },
  }),
  ...faultsOf('RAC-21', {
    'waits-for-the-store-without-a-limit': {
      fault: "the terminal answer waits for the store's write without a limit",
      trips: [],
      parts: (p) => ({
        ...p,
        atMost: (core, task, ms, work, what) =>
          p.atMost(core, task, ms === core.settings.storeLimit ? Number.MAX_SAFE_INTEGER : ms, work, what),
      }),
    },
    'leaves-when-the-store-fails': {
      fault: 'a write that rejects leaves the finishing path before result, event and slot are dealt with',
      trips: ['OBS-07'],
      parts: (p) => ({
        ...p,
        persist: (core, task, { kind }) => core.store?.write({ [`task:${task.id}`]: { state: kind } }),
      }),
    },
  }),
  ...faultsOf('RAC-22', {
    'waits-for-the-goodbye': {
      fault: 'the goodbye is awaited without a limit before the connection is closed',
      trips: [],
      parts: (p) => ({
        ...p,
        hangUp: async (_core, _task, connection) => void (await connection.close()),
        daemon: { ...p.daemon, hangUp: async ({ connection }) => void (await connection?.close()) },
      }),
    },
  }),
  ...faultsOf('RAC-23', {
    'listener-of-a-task-that-ended': {
      fault: "the abort listener on the caller's signal is not removed when a task ends without being aborted",
      trips: ['OBS-07'],
      parts: (p) => ({
        ...p,
        listen: (core, task, signal) => {
          p.listen(core, task, signal);
          task.unfollow = () => {};
        },
      }),
    },
    'failed-tasks-are-kept': {
      fault: 'a task that ends by throwing stays in the registry',
      trips: [],
      parts: (p) => ({
        ...p,
        remember: (core, task) => {
          if (task.outcome?.kind !== 'failed') p.remember(core, task);
        },
      }),
    },
    'kept-out-of-sight': {
      fault: 'every task that has ended stays in a list that nothing shows',
      trips: ['REL-25'],
      parts: (p) => {
        const hidden: unknown[] = [];
        return {
          ...p,
          remember: (core, task) => {
            hidden.push(task);
            p.remember(core, task);
          },
        };
      },
    },
  }),
];
