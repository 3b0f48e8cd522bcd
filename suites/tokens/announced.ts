import {
  claim,
  type Context,
  type Contradiction,
  describe,
  type Event,
  forEach,
  type History,
  type Lab,
  type Program,
  seen,
} from '../../harness/index.ts';
import { type Cases, eventsNamed, fieldOf, names, unnamed } from './claims.ts';
import { answer, cancelled, item, openEach, settled, three, wavesOf } from './runs.ts';

const runs = ['before', 'during', 'between', 'later'] as const;
type Phase = (typeof runs)[number];

/** TOK-08: the announcement of a cancelled run. */
export const announced: Cases = {
  'announced-once-in-each-phase': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      for (const run of runs) await inPhase(lab, run);
    },
    premise: (history) => ({
      'each cancel returned': runs.every((run) => cancelled(history, run)),
      'each run settled as not completed': runs.every(
        (run) => answer(history, run) && answer(history, run)?.ending !== 'completed',
      ),
      'they were cancelled before, during, between and later': [0, 1, 1, 2].every(
        (count, at) => wavesOf(history, runs[at] ?? '').length === count,
      ),
    }),
    absent: (_history, context) => unnamed(context),
    claims: [
      claim('each cancelled run is announced exactly once', (history, context) =>
        forEach(runs, (run) => miscounted(history, context, run)),
      ),
      claim('the announcement has the number of the last completed or the interrupted wave', (history, context) =>
        names(context).wave === undefined ? undefined : forEach(runs, (run) => waveOf(history, context, run)),
      ),
      claim('and the reason, where tokens carry one', (history, context) =>
        names(context).reason === undefined || !context.offer['token.reason']
          ? undefined
          : forEach(runs, (run) => unreasoned(history, context, run)),
      ),
      claim('a "handled" event, where there is one, comes exactly once, after it', (history, context) =>
        names(context).handled === undefined ? undefined : forEach(runs, (run) => handledOnce(history, context, run)),
      ),
    ],
  },

  'handled-comes-after-cleanup': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      const careful: Program = [
        { note: 'in' },
        { try: { body: [{ gate: '1.1' }], finally: [{ gate: 'f' }, { note: 'cleaned' }] } },
      ];
      lab.tokens.run('R', [1, 1], () => careful, { token: 'K' });
      await lab.quiesce();
      lab.tokens.cancel('K');
      lab.open('1.1');
      await lab.quiesce('cleaning');
      lab.open('f');
    },
    premise: (history) => ({
      'the cancel returned': cancelled(history, 'K'),
      'the cleanup of the item was at its gate':
        history.before('cleaning').journal('R/1.1', 'cleanup')[0] && !history.before('cleaning').ended('R/1.1'),
      'the run is not completed': answer(history, 'R') && answer(history, 'R')?.ending !== 'completed',
    }),
    absent: (_history, context) =>
      names(context).handled === undefined ? '`event.names` names no event "handled"' : undefined,
    claims: [
      claim('no "handled" event while the item cleans up', (history, context) => {
        const early = eventsNamed(history.before('cleaning'), names(context).handled)[0];
        return early && seen('it came while the cleanup was at its gate', early);
      }),
      claim('it comes once after the cleanup, as the last event of the run', (history, context) =>
        handledOnce(history, context, 'R'),
      ),
    ],
  },
};

/** Each run has gates of its own, and a token with its name. */
async function inPhase(lab: Lab, run: Phase): Promise<void> {
  const at = runs.indexOf(run) * 10;
  const gate = (wave: number, number: number): string => `${wave + at}.${number}`;
  const stops: Program = [
    { note: 'in' },
    { gate: gate(1, 2) },
    { stop: { what: 'token', reason: run } },
    { return: 1 },
  ];
  lab.tokens.make(run);
  if (run === 'before') lab.tokens.cancel(run, run);
  lab.tokens.run(
    run,
    three,
    (wave, number) => (run === 'between' && wave === 1 && number === 2 ? stops : item(wave + at, number)),
    { token: run },
  );
  await lab.quiesce();
  if (run === 'later') await openEach(lab, gate(1, 1), gate(1, 2));
  if (run === 'during' || run === 'later') lab.tokens.cancel(run, run);
  await lab.quiesce();
  for (const wave of [1, 2, 3]) await openEach(lab, gate(wave, 1), gate(wave, 2));
}

/** What happened from the call of the run to the call of the next one: the runs come one after another. */
function part(history: History, run: string): History {
  const calls = history.calls('waves.run');
  const at = calls.findIndex(({ invoke }) => invoke.task === run);
  const next = calls[at + 1]?.invoke;
  const own = history.after(calls[at]?.invoke);
  return next ? own.before(next) : own;
}

const announcements = (history: History, context: Context, run: string): readonly Event[] =>
  eventsNamed(part(history, run), names(context).cancelled);

function miscounted(history: History, context: Context, run: string): Contradiction | undefined {
  const found = announcements(history, context, run);
  return found.length === 1
    ? undefined
    : seen(
        `the run that was cancelled "${run}" was announced ${found.length} times`,
        ...(found.length > 0 ? found : [settled(history, run)]),
      );
}

function waveOf(history: History, context: Context, run: string): Contradiction | undefined {
  const [event] = announcements(history, context, run);
  const wave = event && fieldOf(event, names(context).wave ?? '');
  const started = wavesOf(history, run).length;
  const right = [answer(history, run)?.last, started].includes(wave as number);
  return right || !event
    ? undefined
    : seen(`the announcement of "${run}" says wave ${describe(wave)}, with ${started} started`, event);
}

function unreasoned(history: History, context: Context, run: string): Contradiction | undefined {
  const [event] = announcements(history, context, run);
  const reason = event && fieldOf(event, names(context).reason ?? '');
  return !event || Object.is(reason, run)
    ? undefined
    : seen(`the announcement of "${run}" has the reason ${describe(reason)}`, event);
}

function handledOnce(history: History, context: Context, run: string): Contradiction | undefined {
  const { handled } = names(context);
  const own = part(history, run);
  const found = eventsNamed(own, handled);
  const last = own
    .all('event')
    .filter(({ who }) => who === 'watcher')
    .at(-1);
  if (found.length !== 1)
    return seen(`"${handled}" came ${found.length} times in the run "${run}"`, ...found, history.last);
  return found[0] === last ? undefined : seen(`${describe(last?.value)} came after "${handled}"`, found[0], last);
}
