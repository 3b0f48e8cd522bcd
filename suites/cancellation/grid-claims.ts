import {
  type Claim,
  claim,
  type Conduct,
  type Context,
  describe,
  type Event,
  forEach,
  type History,
  missing,
  refuted,
} from '../../harness/index.ts';
import { journalText, never, notCompleted, settledBy } from './claims.ts';
import { endsAfterCleanup, outcomes } from './cleanup.ts';
import {
  accepted,
  affirmed,
  answered,
  cancelOf,
  completed,
  endedByCancel,
  openingOf,
  reached,
  returned,
  stood,
  unstarted,
} from './facts.ts';
import type { Cell, Phase } from './grid.ts';
import { deliveredOnce, lastAnswer, ranOnce } from './twice.ts';

type Facts = ReturnType<Conduct['premise']>;

/** A body runs when the cancel comes. */
const hasBody = (phase: Phase): boolean =>
  phase !== 'before-start' && phase !== 'queued' && phase !== 'after-completion';
/** Which of the calls is the one that the phase is about, and which is the last. */
const main = (phase: Phase): number => (phase === 'twice' ? 1 : 0);

/** The task really was in that phase when the cancel came. */
const inPhase: Readonly<Record<Phase, (history: History, place: Event | undefined) => Facts[string]>> = {
  'before-start': (history, place) => completed(history.before(place), 'T0', 1) && unstarted(history, 'T', place),
  queued: (history, place) => stood(history, 'A', 'a', place) && unstarted(history, 'T', place),
  started: (history, place) => stood(history, 'T', 'g', place),
  'mid-await': (history, place) => openingOf(history.before(place), 'first') && stood(history, 'T', 'g', place),
  'in-cleanup': (history, place) => cleaning(history.before(place)),
  'after-completion': (history, place) => history.before(place).ended('T'),
  twice: (history, place) => !history.before(place).ended('T') && reachedOrDeaf(history, place),
};

const cleaning = (history: History): Event | undefined =>
  history.journal('T', 'cleaned').length === 0 ? history.journal('T', 'cleanup')[0] : undefined;

/** The first cancel had come and had not ended the body; one that hears nothing still waits. */
const reachedOrDeaf = (history: History, place: Event | undefined): Event | undefined =>
  history.before(place).told('T') ?? stood(history, 'T', 'g', place);

/** What else must be so for the requirement to be judged. */
const also: Readonly<Record<Cell['requirement'], (history: History, phase: Phase, context: Context) => Facts>> = {
  'CAN-01': (history) => ({
    'the cancel call returned': returned(history, history.call('cancel', 'T')),
  }),
  'CAN-06': (history) => ({
    'the body of T ended by the cancellation': endedByCancel(history, 'T'),
    'the result settled': history.result('T'),
  }),
  'CAN-10': (history, phase, context) => ({
    'all cancels were answered': history.calls('cancel', 'T').every(answered),
    'the task had ended before the last one': history.before(cancelOf(history, 'T', main(phase) + 1)).result('T'),
    ...(hasBody(phase) ? { 'the cancel arrived': arrived(history, context) } : {}),
  }),
  'CAN-16': (history, _, context) => ({
    'the cancel arrived': arrived(history, context),
    'the outcome was published': outcomes(history)[0],
  }),
  'CAN-26': (history, phase, context) =>
    hasBody(phase)
      ? { 'the cancel arrived': arrived(history, context), 'the body of T has ended': history.ended('T') }
      : {
          'the cancel was accepted': accepted(history, history.call('cancel', 'T')),
          // A result that has hops left to come is not pending yet.
          'it came to rest before the last cancel': history.mark('ended')?.kind === 'idle',
        },
};

/** By the next rest, before anything else could end the body; where no line can tell of it, by a positive answer. */
const arrived = (history: History, { dialect }: Context): Event | undefined =>
  reached(history.before('cancelled'), 'T') ??
  (dialect.is('cancel.delivery', 'signal') ? undefined : affirmed(history.call('cancel', 'T')));

export const gridPremise =
  ({ requirement, phase }: Cell): Conduct['premise'] =>
  (history, context) => ({
    'the task was in its phase at the cancel': inPhase[phase](history, cancelOf(history, 'T', main(phase))),
    ...also[requirement](history, phase, context),
  });

/** Nothing can be cancelled before its first instruction where that is part of the submit. */
export const gridAbsence: NonNullable<Conduct['absent']> = (history) =>
  history.before(cancelOf(history, 'T')).started('T') ? 'it starts a body inside submit' : undefined;

const isTold = claim('T is told at the next rest', (history, { dialect }) => {
  const until = history.before('cancelled');
  const signs = dialect.is('cancel.delivery', 'signal') ? ['told'] : ['told', 'caught', 'cleanup'];
  const sign = until.journal('T').find(({ what }) => signs.includes(what));
  return missing(sign, `T's journal had ${journalText(until, 'T')} only`, history.mark('cancelled'));
});

/** Only what a further cancel adds by the next rest: two ends of one task for another reason are another's matter. */
const noneMore = claim('a further cancel adds no terminal event of T for a client that has one', (history) =>
  forEach(history.calls('cancel', 'T').slice(1), ({ invoke }) => {
    const rest = history.after(invoke).find(({ kind }) => kind === 'idle');
    const added = history
      .after(invoke)
      .before(rest)
      .terminal('T')
      .find(({ who }) => history.before(invoke).terminal('T', who).length > 0);
    return refuted(added, `${added?.who} received ${describe(added?.value)} after the cancel of an ended task`);
  }),
);

/** The claim of each requirement, for one square. */
export const gridClaims: Readonly<Record<Cell['requirement'], (cell: Cell) => readonly Claim[]>> = {
  'CAN-01': ({ kind }) => (kind === 'cooperates' ? [isTold, never('T', 'after')] : [isTold]),
  'CAN-06': () => [notCompleted('T')],
  'CAN-10': ({ phase }) => [
    deliveredOnce('T'),
    ...(hasBody(phase) || phase === 'after-completion' ? [ranOnce('T', 'cleanup', 'cleaned')] : []),
    noneMore,
    lastAnswer(main(phase) + 1),
  ],
  'CAN-16': () => [endsAfterCleanup('cleaned')],
  'CAN-26': () => [settledBy('T', 'ended')],
};
