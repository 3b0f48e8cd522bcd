import {
  type Claim,
  claim,
  type Conduct,
  type Context,
  type Event,
  firstOf,
  type History,
  missing,
  type Program,
  refuted,
  seen,
  describe,
} from '../../harness/index.ts';
import { type Cases, linesNamed } from './claims.ts';
import { reached, stood } from './facts.ts';
import { cleansUp, defersCleanup } from './programs.ts';

export const isEarly = ({ dialect }: Context): boolean => dialect.is('terminal.when', 'at-acceptance');

/** The outcome, or where that is published early what tells the end apart from it, waits for the cleanup. */
export const endsAfterCleanup = (done: string): Claim =>
  claim(
    (context) =>
      isEarly(context)
        ? 'what tells the end of T apart from its outcome comes after the cleanup'
        : 'the result settles and the terminal event comes after the cleanup has ended',
    (history, context) => {
      const [cleaned] = linesNamed(history, 'T', done);
      const all = isEarly(context) ? ends(history, context).events : outcomes(history);
      const soon = all.find(({ seq }) => !cleaned || seq < cleaned.seq);
      return firstOf(refuted(soon, `${said(soon)} came before "${done}"`), cut(history, cleaned));
    },
  );

/** The outcome is read while the cleanup waits, and again when it has ended. */
const waitsForCleanup = (program: Program, begun: string, done: string): Conduct => ({
  atEveryHop: true,
  workload: async (lab) => {
    await lab.coordinator();
    lab.submit('T', program);
    await lab.quiesce();
    lab.cancel('T');
    if (lab.dialect.is('terminal.when', 'at-acceptance')) lab.idle();
    await lab.quiesce();
    await lab.read('closed', 'T');
    lab.open('fin');
    await lab.quiesce();
    await lab.read('opened', 'T');
  },
  premise: (history, context) => ({
    'T stood at its gate when it was cancelled': stood(history, 'T', 'g'),
    'T was told while the cleanup could not end': reached(history.before('closed'), 'T'),
    'the outcome was published': outcomes(history)[0],
    'the end can be observed': !isEarly(context) || ends(history, context).offered,
  }),
  claims: [
    claim(`the cleanup of T has begun at the next rest ("${begun}")`, (history) => {
      const until = history.before('closed');
      return missing(linesNamed(until, 'T', begun)[0], 'it had not', history.mark('closed'));
    }),
    endsAfterCleanup(done),
  ],
});

/** CAN-16: whoever hears that a task has ended can rely on it. */
export const cleanup: Cases = {
  'finally-ends-first': waitsForCleanup(cleansUp, 'cleanup', 'cleaned'),
  'registered-cleanup-ends-first': waitsForCleanup(defersCleanup, 'd1', 'd2'),
};

/** The settled result and the terminal events. */
export const outcomes = (history: History): readonly Event[] =>
  [...history.all('result', 'T'), ...history.terminal('T')].sort((a, b) => a.seq - b.seq);

/** Where an outcome is published early, the end shows by the ended promise, else by idle. */
export function ends(
  history: History,
  { offer }: Context,
): { readonly offered: boolean; readonly events: readonly Event[] } {
  if (offer.ended) return { offered: true, events: history.all('ended', 'T') };
  const idle = history.call('idle')?.answer;
  return { offered: offer.idle !== undefined, events: idle ? [idle] : [] };
}

const said = (event: Event | undefined): string =>
  event?.what === 'event' ? `the terminal event ${describe(event.value)}` : `"${event?.what}"`;

const cut = (history: History, cleaned: Event | undefined) =>
  cleaned ? undefined : seen('the cleanup never ended, though nothing held it', history.mark('opened'));
