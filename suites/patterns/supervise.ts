import { claim, type Program, seen } from '../../harness/index.ts';
import { cancelOf, returned } from '../cancellation/facts.ts';
import { type Cases, completes, endedBy, noneOf, notedBy, resultText, stoppedBy, toldBy, untold } from './claims.ts';
import { findError, inDiagnostics, inResults } from './errors.ts';
import { failureIn, openingOf, standing, threw } from './facts.ts';
import { cancels, opens, plays } from './moves.ts';

const at = {
  a: 'once a is open',
  bm: 'once b and m are open',
  z: 'once z is open',
  cancel: 'after the cancel',
  all: 'once c, d and m are open',
};

const fails = { spawn: { name: 'A', into: 'g', body: [{ gate: 'a' }, { throw: 'E' }] } } as const;
const child = (name: string): Program[number] => ({
  spawn: {
    name: name.toUpperCase(),
    into: 'g',
    body: [{ try: { body: [{ gate: name }, { note: `after-${name}` }], finally: [{ note: `clean-${name}` }] } }],
  },
});

/** PAT-09: one bad child is a matter of that child. */
export const supervise: Cases = {
  'a-failure-stays-with-its-child': {
    workload: plays(
      {
        T: [
          {
            try: {
              body: [
                {
                  supervise: {
                    name: 'g',
                    body: [
                      fails,
                      { spawn: { name: 'B', into: 'g', body: [{ gate: 'b' }, { note: 'b-done' }, { return: 1 }] } },
                      { gate: 'm' },
                      { note: 'm-done' },
                      { return: 2 },
                    ],
                  },
                },
              ],
              catch: { failed: [{ note: 'caught' }] },
            },
          },
          { gate: 'z' },
          { return: 7 },
        ],
      },
      { [at.a]: opens('a'), [at.bm]: opens('b', 'm'), [at.z]: opens('z') },
    ),
    premise: (history) => ({
      'both children and the body stood at their gates': standing(
        history,
        { 'T/A': 'a', 'T/B': 'b', T: 'm' },
        openingOf(history, 'a'),
      ),
      'A failed': threw(history, 'T/A'),
    }),
    claims: [
      untold(at.a, 'T/B', 'T'),
      notedBy('T/B', 'b-done', at.bm),
      notedBy('T', 'm-done', at.bm),
      claim('the result of B is 1', (history) =>
        history.result('T/B')?.value === 1
          ? undefined
          : seen(`it ${resultText(history.result('T/B'))}`, history.result('T/B') ?? history.last),
      ),
      claim("E can be found in A's own result, in the error of the group, or in a diagnostic", (history) =>
        inResults(history, 'E', 'T/A') ||
        findError(failureIn(history, 'T', 'supervise'), 'E') !== undefined ||
        inDiagnostics(history, 'E')
          ? undefined
          : seen(
              `it is in none of them: the result of A ${resultText(history.result('T/A'))}`,
              history.result('T/A') ?? history.last,
            ),
      ),
      completes('T', 7),
    ],
  },

  'the-owner-still-stops-all': {
    atEveryHop: true,
    workload: plays(
      {
        T: [
          { supervise: { name: 'g', body: [fails, child('c'), child('d'), { gate: 'm' }, { note: 'after-m' }] } },
          { note: 'after' },
        ],
      },
      { [at.a]: opens('a'), [at.cancel]: cancels('T'), [at.all]: opens('c', 'd', 'm') },
    ),
    premise: (history) => ({
      'A had failed': threw(history.before(cancelOf(history, 'T')), 'T/A'),
      'the others stood at their gates': standing(history, { 'T/C': 'c', 'T/D': 'd', T: 'm' }, cancelOf(history, 'T')),
      'the cancel call returned': returned(history, history.call('cancel', 'T')),
    }),
    claims: [
      toldBy(at.cancel, 'T/C', 'T/D', 'T'),
      endedBy(at.cancel, 'T/C', 'T/D', 'T'),
      stoppedBy('T', at.cancel),
      noneOf(['T/C', 'after-c'], ['T/D', 'after-d'], ['T', 'after-m'], ['T', 'after']),
    ],
  },
};
