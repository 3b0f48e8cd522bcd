import { claim, type Context, type Contradiction, describe, type History, seen } from '../../harness/index.ts';
import { answered, type Cases, eventsNamed, names, runText } from './claims.ts';
import {
  answer,
  atGate,
  cancelCall,
  cancelled,
  gates,
  openEach,
  settled,
  threeWaves,
  told,
  whole,
  longAfter,
} from './runs.ts';

const others = gates.slice(0, -1);

/** TOK-10: a cancel that comes after the last look at the token. */
export const late: Cases = {
  'while-the-last-item-runs': {
    atEveryHop: true,
    workload: async (lab) => {
      await threeWaves(lab, 'R', 'K');
      await openEach(lab, ...others);
      lab.tokens.cancel('K', 'r');
      await lab.quiesce('cancelled');
      lab.open('3.2');
    },
    premise: (history) => ({
      'all items but 3.2 had ended': others.every((name) =>
        history.before(cancelCall(history, 'K')).ended(`R/${name}`),
      ),
      '3.2 was at its gate': atGate(history, 'R', '3.2', cancelCall(history, 'K')),
      'the cancel returned': cancelled(history, 'K'),
    }),
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('token.checkpoint', 'wave+final')
            ? 'cancelled, last 3, with all six results'
            : dialect.is('token.checkpoint', 'await')
              ? 'item 3.2 is told'
              : 'completed with all six results, unless a late cancel may win',
        (history, context) => lastWord(history, context),
      ),
      claim(
        'the end is of one piece: completed without a sign of a cancel, or cancelled with reason and event',
        (history, context) => mixed(history, context),
      ),
    ],
  },

  'around-the-end': {
    race: {
      name: 'cancel-meets-the-end-of-a-run',
      setup: async (lab) => {
        await threeWaves(lab, 'R', 'K');
        await openEach(lab, ...others);
      },
      actors: () => [
        [{ name: 'g1', act: (lab) => lab.open('3.2') }],
        [{ name: 'c1', act: (lab) => lab.tokens.cancel('K', 'r') }],
      ],
      finish: async (lab) => {
        lab.open('3.2');
        await longAfter(lab);
        lab.tokens.reread('R');
      },
    },
    premise: (history) => ({
      'the cancel returned': cancelled(history, 'K'),
      'all items but 3.2 had ended': others.every((name) =>
        history.before(cancelCall(history, 'K')).ended(`R/${name}`),
      ),
    }),
    covers: {
      'the cancel came before the run settled': (history) =>
        settled(history.before(cancelCall(history, 'K')), 'R') === undefined,
      'the cancel came after it': (history) => settled(history.before(cancelCall(history, 'K')), 'R') !== undefined,
    },
    claims: [
      claim(
        'the end is of one piece: completed without a sign of a cancel, or cancelled with reason and event',
        (history, context) => mixed(history, context),
      ),
      claim('the answer does not change once it has been given', (history) => {
        const [first, last] = [history.all('waves.says')[0], history.all('waves.says').at(-1)];
        return first?.value === last?.value
          ? undefined
          : seen(`it read ${describe(first?.value)}, and later ${describe(last?.value)}`, first, last);
      }),
      claim('a cancel that was answered with "no" goes with a completion', (history) => {
        const call = history.calls('token.cancel')[0];
        const given = answer(history, 'R');
        return call?.answer?.value === false && given?.ending !== 'completed'
          ? seen(`the cancel answered false, and the run ${runText(history, 'R')}`, call.answer)
          : undefined;
      }),
    ],
  },
};

/** A cancelled end is right where somebody declares that it is. */
const mayWin = ({ dialect }: Context): boolean =>
  dialect.is('race.winner', 'cancel') ||
  dialect.is('cancel.binding', 'sticky') ||
  dialect.is('token.checkpoint', 'wave+final', 'await');

function lastWord(history: History, context: Context): Contradiction | undefined {
  const { dialect } = context;
  if (dialect.is('token.checkpoint', 'wave+final'))
    return answered(history, 'R', { ending: 'cancelled', last: 3, items: gates });
  if (dialect.is('token.checkpoint', 'await'))
    return told(history, 'R', '3.2') ? undefined : seen('item 3.2 was not told', history.mark('cancelled'));
  if (mayWin(context) && answer(history, 'R')?.ending === 'cancelled') return answered(history, 'R', { items: gates });
  return answered(history, 'R', { ending: 'completed', items: gates });
}

function mixed(history: History, context: Context): Contradiction | undefined {
  const given = answer(history, 'R');
  const event = settled(history, 'R');
  if (!event || !given) return seen(`the run was answered with ${runText(history, 'R')}`, event ?? history.last);
  const announced = eventsNamed(history, names(context).cancelled);
  const text = `the run was answered with ${runText(history, 'R')}, and announced as cancelled ${announced.length} times`;
  if (given.ending === 'completed') {
    const clean = given.results.length === gates.length && given.reason === undefined && announced.length === 0;
    return clean ? undefined : seen(text, event, announced[0]);
  }
  const listens = context.offer['waves.events'] !== undefined && names(context).cancelled !== undefined;
  const reasoned = !context.offer['token.reason'] || Object.is(given.reason, 'r');
  const kept = gates.filter((name) => history.before(event).ended(`R/${name}`)?.value === 'returned');
  const results = given.results.map(({ id }) => id.replace('R/', ''));
  const consistent =
    mayWin(context) &&
    given.ending === 'cancelled' &&
    reasoned &&
    (!listens || announced.length === 1) &&
    kept.every((name) => results.includes(name));
  return consistent
    ? undefined
    : seen(`${text}; ${whole('R', given).length} of ${kept.length} results are there`, event, announced[0]);
}
