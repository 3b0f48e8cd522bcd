import {
  type Claim,
  claim,
  type Conduct,
  type Context,
  type Dialect,
  describe,
  type Event,
  type History,
  type Program,
  refuted,
  seen,
  sights,
  type Snapshot,
  type TaskEvent,
} from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import { resultText } from './claims.ts';
import { isMute, otherAnswer, sameAnswer, wanted, wantedText } from './declared.ts';
import { answered, reached } from './facts.ts';
import { waits } from './programs.ts';

/** Nothing of T changes by a cancel that comes too late. */
const unchanged: readonly Claim[] = [
  claim('the result stays what it was', (history) => {
    const again = history.after('before').result('T');
    return refuted(again, `the result of T ${resultText(again)} after the cancel`);
  }),
  claim('the queried state and a late subscription say the same before and after the cancel', changed),
  claim('no event of T after the cancel', (history) => {
    const event = history
      .after('before')
      .delivered('T')
      .find(({ who }) => !who?.startsWith('late '));
    return refuted(event, `${event?.who} received ${describe(event?.value)}`);
  }),
];

/** A cancel comes after the task has ended by itself; the control L shows what the cancel of a live task answers. */
const cancelledAfter = (
  program: Program,
  ending: 'completed' | 'failed',
  way: 'cancel' | 'cancelById' = 'cancel',
): Conduct => ({
  workload: async (lab) => {
    await lab.coordinator({ concurrency: 2 });
    lab.submit('L', waits('g'));
    lab.submit('T', program);
    await lab.until('T has ended', (history) => history.result('T') !== undefined);
    await lab.read('before', 'T');
    lab[way]('T');
    await lab.quiesce();
    await lab.read('after', 'T');
    lab[way]('L');
  },
  absent: (_, context) =>
    isMuteHere(context) && !isShown(context)
      ? 'the cancel answers nothing, and no view but the result, which cannot change, shows the task'
      : undefined,
  premise: (history) => ({
    [`T had ${ending} before it was cancelled`]: settledAs(history.before('before'), ending),
    'the cancel of T was answered': answered(history.call(way, 'T')),
    'the cancel of L arrived': reached(history, 'L', history.call(way, 'L')?.invoke),
  }),
  claims: [
    claim(
      ({ dialect }) => `cancelling an ended task gives ${wantedText(dialect, 'cancel.terminal')}`,
      (history, { dialect }) => otherAnswer(history, history.call(way, 'T'), dialect, wantedHere(dialect)),
    ),
    claim('the answer differs from that for a live task', (history, { dialect }) =>
      isMute(dialect, 'cancel.terminal') ? undefined : sameAnswer(history.call(way, 'T'), history.call(way, 'L')),
    ),
    ...unchanged,
  ],
});

/** CAN-09: an ended task stays what it came to. */
export const ended: Cases = {
  'a-completed-task': cancelledAfter([{ return: 42 }], 'completed'),
  'a-failed-task': cancelledAfter([{ throw: 'broke' }], 'failed'),
  'a-completed-task-by-identity': cancelledAfter([{ return: 42 }], 'completed', 'cancelById'),
};

const wantedHere = (dialect: Dialect) => wanted(dialect, 'cancel.terminal');
const isMuteHere = ({ dialect }: Context): boolean => isMute(dialect, 'cancel.terminal');
const isShown = ({ offer }: Context): boolean =>
  offer.events !== undefined || offer.query !== undefined || offer['subscribe.late'] !== undefined;

/** A view that shows the end. A failure may have any tag but a completion's: the tag is CAN-03's matter. */
const settledAs = (history: History, ending: 'completed' | 'failed'): Event | undefined =>
  sights(history, 'T').find((sight) => (sight.ending === 'completed') === (ending === 'completed'))?.event;

function changed(history: History) {
  const [before, after] = [shown(history, 'before'), shown(history, 'after')];
  return before === after
    ? undefined
    : seen(`before: ${before}; after: ${after}`, history.all('query', 'T', 'ok').at(-1), history.mark('after'));
}

/** What the query and a late subscriber were told of T at that reading. */
function shown(history: History, reading: string): string {
  const state = history.before(reading).all('query', 'T', 'ok').at(-1)?.value as Snapshot | undefined;
  const late = history.delivered('T', `late ${reading} T`).map(({ value }) => (value as TaskEvent).type);
  return `state ${describe(state?.state)}, late events ${late.join(', ') || 'none'}`;
}
