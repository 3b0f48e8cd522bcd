import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in what a run is said to have come to. */
export const ends: readonly Mutant[] = [
  ...faultsOf('TOK-10', {
    'marked-when-answered': {
      fault: 'the token is read when the answer is built, and a run with all results is marked cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          answer: (core, run, ending) =>
            p.waves.answer(core, run, ending === 'completed' && run.halt ? 'cancelled' : ending),
        },
      }),
    },
    'last-wave-thrown-away': {
      fault: 'the final check throws away the results of the last wave',
      trips: [],
      dialect: { 'token.checkpoint': 'wave+final' },
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          ending: (core, run, cut) => {
            const ending = p.waves.ending(core, run, cut);
            if (ending === 'cancelled' && !cut) run.results.splice(-(run.waves.at(-1)?.length ?? 0));
            return ending;
          },
        },
      }),
    },
  }),
  ...faultsOf('TOK-14', {
    'raced-against-the-limit': {
      fault: "run and limit are raced: at the limit the run's answer is thrown away and an empty one says timeout",
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          settle: (_core, run, course) =>
            new Promise((resolve, reject) => {
              run.halted = () => run.halt?.kind === 'timeout' && resolve({ ending: 'timeout', last: 0, results: [] });
              course.then(resolve, reject);
            }),
        },
      }),
    },
    'timer-left-behind': {
      fault: 'the timer of the limit is left armed when the run has ended',
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          arm: (core, run, ms) => {
            p.waves.arm(core, run, ms);
            return () => {};
          },
        },
      }),
    },
    'live-list-handed-out': {
      fault: "the limit's answer is the live list of results and grows after it has been handed out",
      trips: [],
      dialect: { 'timeout.settle': 'early' },
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          answer: (core, run, ending) => ({ ...p.waves.answer(core, run, ending), results: run.results }),
        },
      }),
    },
  }),
  ...faultsOf('TOK-16', {
    'failure-without-results': {
      fault: 'the exception path of a run carries no results; only the cancelled path does',
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          answer: (core, run, ending) => ({
            ...p.waves.answer(core, run, ending),
            ...(ending === 'failed' ? { results: [], last: 0 } : {}),
          }),
        },
      }),
    },
    'failure-as-a-cancel': {
      fault: 'a failing item leaves the run through the cancelled path: outcome cancelled with E as reason',
      trips: [],
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          answer: (core, run, ending) => {
            const answer = p.waves.answer(core, run, ending);
            return ending === 'failed' ? { ...answer, ending: 'cancelled', reason: answer.error } : answer;
          },
        },
      }),
    },
    'failed-item-vanishes': {
      fault: 'with go-on the failed item vanishes: neither its error nor its item is in the answer',
      trips: [],
      dialect: { 'wave.failure': 'go-on' },
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          answer: (core, run, ending) => {
            const { failures: _, ...answer } = p.waves.answer(core, run, ending);
            return answer;
          },
        },
      }),
    },
  }),
];
