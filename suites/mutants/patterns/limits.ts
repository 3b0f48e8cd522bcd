import type { Task } from '../../reference/core.ts';
import { Cancelled, TimedOut } from '../../reference/errors.ts';
import type { TimeLimit } from '../../reference/limits.ts';
import { Scope } from '../../reference/scope.ts';
import { stopped } from '../../reference/tasks.ts';
import { faultsOf, type Mutant } from '../mutant.ts';
import { absorbing } from './absorbing.ts';

/** Faults in the time limits of tasks. */
export const taskLimits: readonly Mutant[] = [
  ...faultsOf('PAT-14', {
    'as-a-users-cancel': {
      fault: "the timeout calls the user's cancel: same kind, same reason",
      trips: [],
      parts: (p) => ({ ...p, expire: (core, task) => void core.parts.request(core, task, undefined) }),
    },
    'body-not-told': {
      fault: 'the outcome is a timeout but the body is not told (a race of the work with a timer)',
      trips: ['PAT-30'],
      parts: (p) => ({
        ...p,
        expire: (core, task, ms) =>
          core.parts.conclude(core, task, stopped(core, { kind: 'timeout', reasons: [new TimedOut(ms)] })),
      }),
    },
    'queueing-counts': {
      fault: 'the limit of a queued task counts from its submit although timeout.start=start',
      trips: [],
      parts: (p) => ({ ...p, counting: (_core, moment) => moment === 'submit' }),
    },
  }),
  ...faultsOf('PAT-15', {
    'cleanup-not-awaited': {
      fault: 'at the limit the body is told and the outcome published in the same turn; the cleanup is not awaited',
      trips: ['PAT-26'],
      parts: (p) => ({
        ...p,
        accept: (core, task, stop) => {
          p.accept(core, task, stop);
          if (stop.kind === 'timeout') core.parts.conclude(core, task, stopped(core, stop));
        },
      }),
    },
    'end-reported-with-the-outcome': {
      fault: '`ended` settles and the slot is freed with the outcome instead of with the body',
      trips: ['REL-08', 'OBS-06'],
      dialect: { 'timeout.settle': 'early' },
      parts: (p) => ({
        ...p,
        accept: (core, task, stop) => {
          p.accept(core, task, stop);
          if (stop.kind === 'timeout') core.parts.end(core, task);
        },
      }),
    },
  }),
  ...faultsOf('PAT-16', {
    'timer-not-cleared': {
      fault: 'the timer is not cleared when the body ends in time',
      trips: [],
      parts: (p) => ({ ...p, disarm: () => {} }),
    },
    'timer-of-the-slot': {
      fault: "the timer belongs to the slot: it is not cleared, and when it fires it tells the slot's current task",
      trips: [],
      parts: (p) => ({
        ...p,
        disarm: () => {},
        expire: (core, _task, ms) => {
          for (const task of core.running) p.expire(core, task, ms);
        },
      }),
    },
  }),
  ...faultsOf('PAT-21', {
    'zero-is-none': {
      fault: '0 is treated as no limit (`if (limit) arm()`)',
      trips: [],
      parts: (p) => ({ ...p, limit: (core, task, ms) => p.limit(core, task, ms || undefined) }),
    },
    'not-positive-is-none': {
      fault: 'a limit that is not positive is treated as no limit (`if (limit > 0) arm()`)',
      trips: [],
      parts: (p) => ({ ...p, limit: (core, task, ms = 0) => p.limit(core, task, ms > 0 ? ms : undefined) }),
    },
    'default-where-there-is-none': {
      fault: 'a missing limit becomes a default of 30 s',
      trips: ['PAT-29'],
      parts: (p) => ({ ...p, limit: (core, task, ms) => p.limit(core, task, ms ?? 30_000) }),
    },
  }),
];

/** Calls back when the time of a scope is up, and not when it is cancelled from outside. */
const atExpiry = (limit: unknown, late: (error: TimedOut) => void): unknown => {
  const it = limit as TimeLimit;
  return it.scope.onCancel(() => {
    if (it.expired) late(it.expired);
  });
};

/** Faults in the time limits of parts of a body. */
export const scopeLimits: readonly Mutant[] = [
  ...faultsOf('PAT-15', {
    'scope-ends-at-its-limit': {
      fault: 'a scope reports its timeout at the limit, while what it has told still cleans up',
      trips: [],
      parts: (p) => ({
        ...p,
        within: (core, task, above, ms, part) =>
          new Promise((yes, no) => {
            p.within(core, task, above, ms, (scope, limit) => (atExpiry(limit, no), part(scope, limit))).then(yes, no);
          }),
      }),
    },
  }),
  ...faultsOf('PAT-17', {
    'takes-any-timeout': {
      fault: 'a scope takes any timeout that reaches it from outside for its own and reports expiry',
      trips: [],
      parts: (p) => ({
        ...p,
        within: (core, task, above, ms, part) =>
          p.within(core, task, above, ms, part).catch((error: unknown) => {
            throw error instanceof Cancelled && error.reason instanceof TimedOut ? new TimedOut(ms) : error;
          }),
      }),
    },
  }),
  ...faultsOf('PAT-18', {
    'expiry-cancels-the-task': {
      fault: "the scope's expiry cancels the task itself: the next wait after the catch is interrupted",
      trips: [],
      parts: (p) => ({
        ...p,
        expired: (core, limit, ms) => {
          p.expired(core, limit, ms);
          limit.task.scope.cancel();
        },
      }),
    },
    'deaf-after-an-expiry': {
      fault: 'after a scope has expired its task no longer hears a cancel, which is still answered as accepted',
      trips: [],
      parts: (p) =>
        absorbing(p, (deaf) => ({
          expired: (core, limit, ms) => {
            deaf.add(limit.task);
            p.expired(core, limit, ms);
          },
        })),
    },
  }),
  ...faultsOf('PAT-19', {
    'one-timer-a-task': {
      fault: 'one timer per task: the limit set last replaces the one before',
      trips: [],
      parts: (p) => {
        const last = new WeakMap<Task, TimeLimit>();
        const replace = (task: Task, limit: TimeLimit): unknown => (last.get(task)?.disarm(), last.set(task, limit));
        const within: typeof p.within = (core, task, above, ms, part) =>
          p.within(core, task, above, ms, (scope, it) => (replace(task, it as TimeLimit), part(scope, it)));
        return { ...p, within };
      },
    },
    'children-outside-the-limit': {
      fault: 'the children of a task that has a time limit are not bound to it',
      trips: [],
      parts: (p) => ({
        ...p,
        child: (core, above) => (above.deadline < Number.POSITIVE_INFINITY ? new Scope() : p.child(core, above)),
      }),
    },
    'remaining-of-its-own': {
      fault: "remaining() tells the scope's own limit only, not the parent's",
      trips: [],
      parts: (p) => ({ ...p, remaining: (_core, { scope }) => scope.deadline - performance.now() }),
    },
  }),
  ...faultsOf('PAT-20', {
    'the-configured-limit': {
      fault: 'each hop is offered the configured limit instead of what is left',
      trips: ['PAT-19'],
      parts: (p) => ({ ...p, remaining: (_core, { ms }) => ms }),
    },
  }),
  ...faultsOf('PAT-21', {
    'scope-of-zero-is-none': {
      fault: 'a scope with a limit of 0 has no limit at all',
      trips: [],
      parts: (p) => ({
        ...p,
        within: (core, task, above, ms, part) => p.within(core, task, above, ms || Number.POSITIVE_INFINITY, part),
      }),
    },
  }),
  ...faultsOf('PAT-22', {
    'adds-a-timer': {
      fault: 'rescheduling adds a timer without removing the first',
      trips: [],
      parts: (p) => ({
        ...p,
        move: (core, limit, ms) => {
          limit.disarm = () => {};
          p.move(core, limit, ms);
        },
      }),
    },
    'none-is-ignored': {
      fault: 'moving to none is ignored',
      trips: [],
      parts: (p) => ({ ...p, move: (core, limit, ms) => (ms === undefined ? undefined : p.move(core, limit, ms)) }),
    },
    'moved-after-its-end': {
      fault: 'moving after the end arms a timer that tells the task',
      trips: [],
      parts: (p) => ({
        ...p,
        move: (core, limit, ms) => {
          if (!limit.ended || ms === undefined) p.move(core, limit, ms);
          else core.parts.after(ms, () => limit.task.scope.cancel());
        },
      }),
    },
  }),
  ...faultsOf('PAT-23', {
    'absorbed-by-the-expiry': {
      fault:
        'while a scope unwinds its own expiry a cancel of its task is answered as accepted and absorbed: the pending cancellation is cleared when the scope ends',
      trips: [],
      parts: (p) =>
        absorbing(p, (deaf) => ({
          within: (core, task, above, ms, part) => {
            const late: typeof part = (scope, limit) => (atExpiry(limit, () => deaf.add(task)), part(scope, limit));
            return p.within(core, task, above, ms, late).finally(() => deaf.delete(task));
          },
        })),
    },
    'absorbed-by-a-failure': {
      fault:
        "a cancel in the turn in which a child of `all` has failed is counted as the group's own and cleared when the group ends",
      trips: [],
      parts: (p) =>
        absorbing(p, (deaf) => ({
          dismiss: (core, crew) => {
            deaf.add(crew.task);
            queueMicrotask(() => queueMicrotask(() => deaf.delete(crew.task)));
            p.dismiss(core, crew);
          },
        })),
    },
  }),
  ...faultsOf('PAT-29', {
    'no-clamp': {
      fault: 'setTimeout(f, ms) without a clamp: 2^31 fires after 1 ms',
      trips: [],
      parts: (p) => ({
        ...p,
        after: (ms, fire) => {
          const timer = setTimeout(fire, ms);
          return () => clearTimeout(timer);
        },
      }),
    },
    'back-off-without-a-clamp': {
      fault: 'a retry waits by setTimeout without a clamp: a back-off of 2^31 ms ends after 1 ms',
      trips: [],
      parts: (p) => ({ ...p, retry: { ...p.retry, pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) } }),
    },
    'kept-as-an-int': {
      fault: 'the limit is kept as a 32-bit integer (`ms | 0`): 2^32 + 100 fires after 100 ms',
      trips: [],
      parts: (p) => ({ ...p, after: (ms, fire) => p.after(ms | 0, fire) }),
    },
  }),
];
