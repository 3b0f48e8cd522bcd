import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults with what stands between a caller and a dependency. */
export const breakers: readonly Mutant[] = [
  ...faultsOf('REL-23', {
    'aborts-count': {
      fault: 'aborted calls are counted as failures',
      trips: [],
      parts: (p) => ({ ...p, breaker: { ...p.breaker, counts: () => true } }),
    },
    'everybody-tries': {
      fault: 'half-open lets every call through until the first one has ended',
      trips: [],
      parts: (p) => ({ ...p, breaker: { ...p.breaker, trials: () => Number.POSITIVE_INFINITY } }),
    },
    'stays-half-open': {
      fault: 'a failed trial leaves the breaker half-open: the next call goes through',
      trips: [],
      parts: (p) => ({ ...p, breaker: { ...p.breaker, reopen: () => {} } }),
    },
    'never-opens': {
      fault: 'failures are counted and the breaker never opens',
      trips: [],
      parts: (p) => ({ ...p, breaker: { ...p.breaker, failed: () => {} } }),
    },
    'the-first-counts-twice': {
      fault: 'it opens one failure too early',
      trips: [],
      parts: (p) => ({
        ...p,
        breaker: {
          ...p.breaker,
          failed: (breaker) => {
            if (breaker.failures === 0) breaker.failures = 1;
            p.breaker.failed(breaker);
          },
        },
      }),
    },
    'counts-for-ever': {
      fault: 'failures are counted for ever: neither a success nor time takes one away',
      trips: [],
      parts: (p) => ({
        ...p,
        breaker: { ...p.breaker, worked: (breaker, tried) => void (tried && p.breaker.worked(breaker, tried)) },
      }),
    },
    'closes-with-its-failures': {
      fault: 'a trial that works closes it and leaves the count of failures: the next failure opens it again',
      trips: [],
      parts: (p) => ({
        ...p,
        breaker: {
          ...p.breaker,
          worked: (breaker, tried) => {
            if (tried) breaker.openedAt = undefined;
            else p.breaker.worked(breaker, tried);
          },
        },
      }),
    },
    'closed-by-an-old-answer': {
      fault: 'any success closes it, also that of a call which began before it opened',
      trips: [],
      parts: (p) => ({
        ...p,
        breaker: { ...p.breaker, worked: (breaker) => p.breaker.worked(breaker, true) },
      }),
    },
    'a-cancelled-trial-stays': {
      fault: 'a trial that is cancelled keeps its place: no other is let through, and it stays open for ever',
      trips: [],
      parts: (p) => ({
        ...p,
        breaker: {
          ...p.breaker,
          leave: (breaker, signal) => {
            if (!signal?.aborted) p.breaker.leave(breaker, signal);
          },
        },
      }),
    },
    'rests-too-long': {
      fault: 'it rests twice as long as it was asked to',
      trips: [],
      parts: (p) => ({ ...p, breaker: { ...p.breaker, rest: (breaker) => 2 * p.breaker.rest(breaker) } }),
    },
    'tries-too-soon': {
      fault: 'it lets a trial through long before the rest is over',
      trips: [],
      parts: (p) => ({ ...p, breaker: { ...p.breaker, rest: (breaker) => p.breaker.rest(breaker) / 2 } }),
    },
  }),
];
