import { type Claim, claim, type Context, type History, type Lab, refuted } from '../../harness/index.ts';
import { controlled } from './boundaries.ts';
import { answered, type Cases, reasonIf } from './claims.ts';
import { atGate, cancelCall, cancelled, entered, entries, gates, item, openEach, three, threeWaves } from './runs.ts';

/** TOK-07: what a cancelled run hands over. */
export const partial: Cases = {
  'cancel-in-the-second-wave': {
    atEveryHop: true,
    workload: (lab) => inTheSecondWave(lab),
    premise: (history) => ({
      'both items of wave 1 had ended': before(history).ended('R/1.1') && before(history).ended('R/1.2'),
      'both items of wave 2 were at their gates':
        atGate(history, 'R', '2.1', cancelCall(history, 'K')) && atGate(history, 'R', '2.2', cancelCall(history, 'K')),
      'the cancel returned': cancelled(history, 'K'),
    }),
    absent: (history) =>
      entered(before(history), 'R', '2.1') && !entered(before(history), 'R', '2.2')
        ? 'the items of a wave run one at a time'
        : undefined,
    claims: [nothingOfWaveThree(), handsOver((context) => !context.dialect.is('token.checkpoint', 'await'))],
  },

  'cancel-in-the-second-wave-one-at-a-time': {
    atEveryHop: true,
    workload: (lab) => inTheSecondWave(lab, 1),
    premise: (history) => ({
      'item 2.1 was at its gate, and 2.2 had not begun':
        atGate(history, 'R', '2.1', cancelCall(history, 'K')) && !entered(before(history), 'R', '2.2'),
      'the cancel returned': cancelled(history, 'K'),
    }),
    absent: (history) =>
      entered(before(history), 'R', '2.2') ? 'a run does not keep to the limit of the coordinator' : undefined,
    claims: [nothingOfWaveThree(), handsOver(({ dialect }) => dialect.is('token.checkpoint', 'wave', 'wave+final'))],
  },

  'cancel-before-anything-ran': {
    workload: async (lab) => {
      await threeWaves(lab, 'control', 'untouched');
      await openEach(lab, ...gates);
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.cancel('K', 'r');
      await lab.quiesce();
      lab.tokens.run('R', three, item, { token: 'K' });
    },
    premise: (history) => ({ 'the cancel returned': cancelled(history, 'K'), ...controlled(history) }),
    claims: [
      claim('no results, last 0, cancelled', (history) =>
        answered(history, 'R', { ending: 'cancelled', last: 0, items: [] }),
      ),
    ],
  },
};

const before = (history: History): History => history.before(cancelCall(history, 'K'));

async function inTheSecondWave(lab: Lab, concurrency?: number): Promise<void> {
  await threeWaves(lab, 'R', 'K', concurrency);
  await openEach(lab, '1.1', '1.2');
  lab.tokens.cancel('K', 'r');
  await lab.quiesce();
  await openEach(lab, '2.1', '2.2');
  lab.open('3.1', '3.2');
}

function nothingOfWaveThree(): Claim {
  return claim('nothing of wave 3', (history) =>
    refuted(
      entries(history, 'R').find(({ task }) => task?.startsWith('R/3')),
      'an item of wave 3 began',
    ),
  );
}

/** The results of the second wave count where it came to its end. */
function handsOver(ends: (context: Context) => boolean): Claim {
  const items = (context: Context): readonly string[] =>
    ends(context) ? ['1.1', '1.2', '2.1', '2.2'] : ['1.1', '1.2'];
  return claim(
    (context) =>
      `cancelled, last ${ends(context) ? 2 : 1}, with ${items(context).join(', ')}, and the reason where tokens carry one`,
    (history, context) =>
      answered(history, 'R', {
        ending: 'cancelled',
        last: ends(context) ? 2 : 1,
        items: items(context),
        ...reasonIf(context, 'r'),
      }),
  );
}
