import { faultsOf, type Mutant } from '../mutant.ts';

const seen = new WeakSet<object>();

/** Settles when the run is stopped. */
const halt = (run: { halted: () => void }): Promise<void> =>
  new Promise((resolve) => {
    const { halted } = run;
    run.halted = () => {
      halted();
      resolve();
    };
  });

/** Faults in the course of a run of waves. */
export const waves: readonly Mutant[] = [
  ...faultsOf('TOK-05', {
    'looks-when-the-wave-has-begun': {
      fault: 'the token is looked at after the items of the wave have been started',
      trips: ['TOK-04', 'TOK-07', 'TOK-11', 'TOK-12', 'TOK-14'],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          mayStart: (_core, run) => {
            const looked = seen.has(run);
            if (run.halt) seen.add(run);
            return !looked;
          },
        },
      }),
    },
    'first-wave-unseen': {
      fault: 'the token is looked at between waves only, not before the first',
      trips: ['TOK-04', 'TOK-07', 'TOK-12'],
      parts: (p) => ({
        ...p,
        waves: { ...p.waves, mayStart: (core, run, wave) => wave === 1 || p.waves.mayStart(core, run, wave) },
      }),
    },
  }),
  ...faultsOf('TOK-06', {
    'wave-ends-at-the-cancel': {
      fault: 'on cancel the wave resolves with the items that have ended and counts as completed',
      trips: ['TOK-07', 'TOK-08', 'TOK-10', 'TOK-14', 'TOK-16'],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          join: (core, run, workers) => Promise.race([p.waves.join(core, run, workers), halt(run)]),
          completes: (core, run, whole) => p.waves.completes(core, run, whole || run.halt !== undefined),
        },
      }),
    },
    'rest-of-the-wave-skipped': {
      fault: 'items of the wave that are not yet started are skipped and the wave counts as completed',
      trips: ['TOK-07'],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          mayTake: (_core, run) => !run.halt,
          completes: (core, run, whole) => p.waves.completes(core, run, whole || run.halt !== undefined),
        },
      }),
    },
    'no-look-between-items': {
      fault: 'the token is not looked at between items',
      trips: ['TOK-07'],
      dialect: { 'token.checkpoint': 'step' },
      parts: (p) => ({ ...p, waves: { ...p.waves, mayTake: () => true } }),
    },
    'told-and-not-awaited': {
      fault: 'items are told, and the run settles without awaiting them',
      trips: ['TOK-08', 'TOK-16'],
      dialect: { 'token.checkpoint': 'await' },
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          join: (core, run, workers) => Promise.race([p.waves.join(core, run, workers), halt(run)]),
        },
      }),
    },
  }),
  ...faultsOf('TOK-07', {
    'results-discarded': {
      fault: 'the cancellation discards the results collected so far',
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          answer: (core, run, ending) => ({
            ...p.waves.answer(core, run, ending),
            ...(ending === 'cancelled' ? { results: [] } : {}),
          }),
        },
      }),
    },
    'number-of-the-started-wave': {
      fault: 'last is the number of the wave that was started, not of the last one completed',
      trips: ['TOK-06', 'TOK-14', 'TOK-16'],
      dialect: { 'token.checkpoint': 'await' },
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          answer: (core, run, ending) => ({ ...p.waves.answer(core, run, ending), last: run.started }),
        },
      }),
    },
  }),
  ...faultsOf('TOK-08', {
    'announced-by-everybody': {
      fault: 'the cancellation is announced by each place that sees the token: the wave loop and the outer handler',
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          announce: (core, run, answer) => {
            p.waves.announce(core, run, answer);
            p.waves.announce(core, run, answer);
          },
        },
      }),
    },
    'handled-too-soon': {
      fault: 'the handled event is emitted when the token is cancelled, before the items have cleaned up',
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          stop: (core, run, stop) => {
            p.waves.stop(core, run, stop);
            p.waves.handled(core, run);
          },
          handled: () => {},
        },
      }),
    },
  }),
  ...faultsOf('TOK-09', {
    'announced-at-every-end': {
      fault: 'the cancellation (or "handled") event is emitted at every end of a run',
      trips: ['TOK-10'],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          tell: (core, run, answer) => p.waves.tell(core, run, { ...answer, ending: 'cancelled' }),
        },
      }),
    },
    'no-token-taken-for-a-cancelled-one': {
      fault: 'a run that was given no token is answered as cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          ending: (core, run, cut) => (run.token ? p.waves.ending(core, run, cut) : 'cancelled'),
        },
      }),
    },
    'reason-without-a-cancel': {
      fault: 'the answer of a run that has a token always carries a cancellation reason',
      trips: ['TOK-10'],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          answer: (core, run, ending) => {
            const answer = p.waves.answer(core, run, ending);
            return run.token ? { ...answer, reason: answer.reason ?? 'none' } : answer;
          },
        },
      }),
    },
  }),
];
