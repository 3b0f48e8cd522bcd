import type { Listener } from '../../../harness/index.ts';
import type { Scope } from '../../reference/scope.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Scopes of members of a group. */
const members = new WeakSet<Scope>();

function groupAbove(scope: Scope): Scope | undefined {
  const above = scope.above;
  return above && (members.has(scope) ? above : groupAbove(above));
}

/** A listener whose errors nobody hears of. */
const silenced =
  (listener: Listener): Listener =>
  async (event) => {
    try {
      await listener(event);
    } catch {
      // That is the fault.
    }
  };

/** What a scope has left of the time limits around it, in ms. */
function leftOf(scope: Scope): number | undefined {
  const left = scope.earliest() - performance.now();
  return left === Number.POSITIVE_INFINITY ? undefined : left;
}

/** Faults with failures that do not stay where they happened, or get lost. */
export const isolation: readonly Mutant[] = [
  ...faultsOf('REL-01', {
    'stops-at-the-first-failure': {
      fault: 'after a failed task the queue is not pumped again: the worker loop ends at the first failure',
      trips: ['REL-09'],
      parts: (p) => ({
        ...p,
        release: (core, task) => {
          if (task.outcome?.kind !== 'failed') return p.release(core, task);
          task.holds = false;
          core.running.delete(task);
        },
      }),
    },
    'undefined-is-no-error': {
      fault: 'the wrapper decides with `if (error)`: a task that throws undefined is reported as completed',
      trips: [],
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) =>
          p.judge(core, task, 'error' in end && !end.error ? { value: null } : end, errors),
      }),
    },
  }),
  ...faultsOf('REL-02', {
    'derives-a-promise': {
      fault: 'the coordinator keeps `result.finally(bookkeeping)` without a catch: a derived promise rejects unhandled',
      trips: ['OBS-07'],
      parts: (p) => ({
        ...p,
        watch: (core, task, ending) => {
          void task.result.promise.finally(() => {});
          p.watch(core, task, ending);
        },
      }),
    },
    'tells-twice': {
      fault: 'a failure is logged where it is caught and once more where the task is ended',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, outcome) => {
          if (outcome.kind === 'failed') p.report(core, task, outcome);
          p.report(core, task, outcome);
        },
      }),
    },
    'swallows-the-failure': {
      fault: 'the result promise gets an empty catch at its creation and no record is written',
      trips: [],
      parts: (p) => ({ ...p, report: () => {} }),
    },
    'hears-one-route-only': {
      fault: 'failures of tasks that were put in at the front do not reach the hook, and nobody else hears of them',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, ...rest) => {
          if ((task?.priority ?? 0) <= 0) p.report(core, task, ...rest);
        },
      }),
    },
    'swallows-the-listener': {
      fault: 'errors of listeners are swallowed by an empty catch',
      trips: [],
      parts: (p) => ({
        ...p,
        broadcast: (core, listeners, event) => p.broadcast(core, [...listeners].map(silenced), event),
      }),
    },
  }),
  ...faultsOf('REL-03', {
    'takes-the-group-with-it': {
      fault: 'a limit that expires aborts the nearest enclosing group, if there is one, and not only its own scope',
      trips: [],
      parts: (p) => ({
        ...p,
        child: (core, above) => {
          const scope = p.child(core, above);
          members.add(scope);
          return scope;
        },
        expired: (core, limit, ms) => (p.expired(core, limit, ms), groupAbove(limit.scope)?.cancel(limit.scope.reason)),
      }),
    },
    'takes-the-outer-deadline': {
      fault:
        "a limit opened inside another limit takes over the outer deadline: the step gets the caller's whole budget",
      trips: [],
      parts: (p) => ({ ...p, span: (_core, above, ms) => leftOf(above) ?? ms }),
    },
  }),
];
