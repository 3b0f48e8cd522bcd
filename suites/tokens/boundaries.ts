import { claim, type Context, type Event, type History, type Lab, seen } from '../../harness/index.ts';
import { type Cases, completed, endsUncompleted, finishesWaves, wavesStarted } from './claims.ts';
import {
  answer,
  atGate,
  cancelCall,
  cancelled,
  entered,
  entries,
  gates,
  item,
  openEach,
  three,
  threeWaves,
  wavesOf,
} from './runs.ts';

/** TOK-05: the look at the token before each wave. */
export const boundaries: Cases = {
  'before-the-first-wave': {
    workload: async (lab) => {
      await threeWaves(lab, 'control', 'untouched');
      await openEach(lab, ...gates);
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.cancel('K');
      await lab.quiesce();
      lab.tokens.run('R', three, item, { token: 'K' });
      await lab.quiesce();
      lab.open(...gates);
    },
    premise: (history) => ({ 'the cancel returned': cancelled(history, 'K'), ...controlled(history) }),
    claims: [wavesStarted('R', 0), endsUncompleted('R')],
  },

  'during-a-wave': {
    atEveryHop: true,
    workload: async (lab) => {
      await threeWaves(lab, 'first', 'K1');
      await cancelIn(lab, 'K1', '1.1', '1.2');
      await lab.coordinator();
      lab.tokens.make('K2');
      lab.tokens.run('second', three, (wave, number) => item(wave + 10, number), { token: 'K2' });
      await lab.quiesce();
      await openEach(lab, '11.1', '11.2');
      await cancelIn(lab, 'K2', '12.1', '12.2');
      lab.open('13.1', '13.2');
    },
    premise: (history) => ({
      'the cancels returned': cancelled(history, 'K1') && cancelled(history, 'K2'),
      'an item of the first wave was at its gate':
        atGate(history, 'first', '1.1', cancelCall(history, 'K1')) &&
        wavesOf(history.before(cancelCall(history, 'K1')), 'first').length === 1,
      'an item of the second wave was at its gate':
        atGate(history, 'second', '2.1', cancelCall(history, 'K2')) &&
        wavesOf(history.before(cancelCall(history, 'K2')), 'second').length === 2,
    }),
    claims: [wavesStarted('first', 1), endsUncompleted('first'), wavesStarted('second', 2), endsUncompleted('second')],
  },

  'between-waves': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      const stops = [
        { note: 'in' },
        { gate: '1.2' },
        { stop: { what: 'token' } },
        { note: 'stopped' },
        { return: '1.2' },
      ] as const;
      lab.tokens.run('R', three, (wave, number) => (wave === 1 && number === 2 ? stops : item(wave, number)), {
        token: 'K',
      });
      await lab.quiesce();
      await openEach(lab, '1.1', ...gates);
    },
    premise: (history) => ({
      'item 1.1 had ended before item 1.2 stopped the token': history.before(stopped(history)).ended('R/1.1'),
      'the token was cancelled from inside item 1.2': stopped(history) && cancelled(history, 'K'),
    }),
    claims: [wavesStarted('R', 1), endsUncompleted('R')],
  },

  'around-the-boundary': {
    race: {
      name: 'cancel-meets-the-next-wave',
      setup: async (lab) => {
        await threeWaves(lab, 'R', 'K');
        await openEach(lab, '1.1');
      },
      actors: () => [
        [{ name: 'g1', act: (lab) => lab.open('1.2') }],
        [{ name: 'c1', act: (lab) => lab.tokens.cancel('K') }],
      ],
      finish: async (lab) => lab.open(...gates),
    },
    premise: (history) => ({
      'the cancel returned': cancelled(history, 'K'),
      'item 1.1 had ended': history.before(cancelled(history, 'K')).ended('R/1.1'),
      'it came before the run had gone past its second wave':
        wavesOf(history.before(cancelled(history, 'K')), 'R').length < 3,
    }),
    covers: {
      'one wave started': (history) => wavesOf(history, 'R').length === 1,
      'two waves started': (history) => wavesOf(history, 'R').length === 2,
    },
    claims: [
      claim('at most one further wave starts', (history) =>
        wavesOf(history, 'R').length > 2 ? seen('items of 3 waves began', entries(history, 'R').at(-1)) : undefined,
      ),
      claim('the run settles, and is not completed', (history) => completed(history, 'R')),
      claim(
        'the last completed wave is the last one started, or the one before where a wave can be cut short',
        (history, context) => lastFits(history, context),
      ),
    ],
  },
};

const stopped = (history: History): Event | undefined => history.noted('R/1.2', 'stopped');

/** The same work with a token that nobody touches begins, and completes. */
export const controlled = (history: History) => ({
  'with an untouched token a run begins and completes':
    entered(history, 'control', '1.1') && answer(history, 'control')?.ending === 'completed',
});

/** Cancels, rests, and lets the items go on as they come to their gates. */
async function cancelIn(lab: Lab, token: string, ...names: readonly string[]): Promise<void> {
  lab.tokens.cancel(token);
  await lab.quiesce();
  await openEach(lab, ...names);
  await lab.quiesce();
}

function lastFits(history: History, context: Context) {
  const given = answer(history, 'R');
  const started = wavesOf(history, 'R').length;
  const fits = given?.last === started || (!finishesWaves(context) && given?.last === started - 1);
  return given === undefined || fits
    ? undefined
    : seen(`${started} waves were started, and the answer says last ${given.last}`, history.last);
}
