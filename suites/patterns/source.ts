import { type Claim, claim, type Event, type History, type Program, seen } from '../../harness/index.ts';
import { cancelOf } from '../cancellation/facts.ts';
import { type Cases, notCompleted } from './claims.ts';
import { keeps } from './errors.ts';
import { standing, threw } from './facts.ts';
import { cancels, type Move, opens, plays, waits } from './moves.ts';
import type { JobSetting } from '../../harness/index.ts';

const count = 40;
const at = {
  first: 'once the first two gates are open',
  stop: 'after the stop',
  all: 'once all gates are open',
  control: 'at the end',
};
const numbers = Array.from({ length: count }, (_none, index) => index);
const gates = numbers.map((number) => `i${number}`);

/** Item n waits at its gate; the third one may throw. */
const items = (fails: boolean): readonly Program[] =>
  numbers.map((number) => [{ gate: `i${number}` }, fails && number === 2 ? { throw: 'E' } : { return: number }]);
const mapping = (fails: boolean, leave?: number): Program => [
  { map: { bodies: items(fails), concurrency: 2, ...(leave === undefined ? {} : { leave }) } },
];

/** A line of the journal about the source. */
const lines = (history: History, task: string, phase: 'pull' | 'return'): readonly Event[] =>
  history.journal(task, 'lent').filter(({ value }) => (value as { phase?: unknown }).phase === phase);
/** Items that were pulled; asking an exhausted source is none. */
const pulled = (history: History, task: string): readonly Event[] =>
  lines(history, task, 'pull').filter(({ value }) => (value as { item?: unknown }).item !== null);
const starts = (history: History): readonly Event[] =>
  numbers.flatMap((number) => history.started(`T/${number}`) ?? []);

/** From the stop on, nothing of it goes on, and the source was closed. */
const closed: readonly Claim[] = [
  claim('nothing is pulled and no body starts after the stop', (history) => {
    const until = history.before(at.stop);
    const late = lines(history.after(at.stop), 'T', 'pull');
    if (late.length > 0) return seen(`${late.length} items were asked for after it`, ...late.slice(0, 3));
    const more = starts(history).length - starts(until).length;
    return more > 0 ? seen(`${more} bodies started after it`, starts(history.after(at.stop))[0]) : undefined;
  }),
  claim("the source's return() is called once, and nothing is pulled after it", (history) => {
    const calls = lines(history, 'T', 'return');
    if (calls.length !== 1) return seen(`it was called ${calls.length} times`, ...calls, history.last);
    const late = lines(history.after(calls[0]), 'T', 'pull');
    return late.length > 0 ? seen(`${late.length} items were asked for after it`, calls[0], late[0]) : undefined;
  }),
];

const stopping = (fails: boolean, stop: Move, setting: JobSetting = {}, first: readonly string[] = []) =>
  plays(
    { control: mapping(false), T: mapping(fails) },
    { [at.first]: opens(...first), [at.stop]: stop, [at.all]: allOpen },
    { settings: { T: setting } },
  );

/** Bodies of items wait for their gates in the order of their items. */
const allOpen: Move = (lab) => lab.open(...gates);

const common = (history: History, place: Parameters<History['before']>[0]) => ({
  'fewer than 40 items had been pulled': pulled(history.before(place), 'T').length < count && pulled(history, 'T')[0],
  'undisturbed, all 40 are pulled and mapped':
    pulled(history, 'control').length === count && history.result('control')?.kind === 'ok',
});

/** PAT-30: what is not read to its end is closed. */
export const source: Cases = {
  'on-failure': {
    workload: stopping(true, opens('i2'), {}, ['i0', 'i1']),
    premise: (history) => ({
      'the third item failed': threw(history, 'T/2'),
      ...common(history, threw(history, 'T/2')),
    }),
    claims: [...closed, notCompleted('T'), keeps(['E'], 'T')],
  },

  'source-closed-on-cancel': {
    atEveryHop: true,
    workload: stopping(false, cancels('T')),
    premise: (history) => ({
      'two items stood at their gates when T was cancelled': standing(
        history,
        { 'T/0': 'i0', 'T/1': 'i1' },
        cancelOf(history, 'T'),
      ),
      ...common(history, cancelOf(history, 'T')),
    }),
    claims: [...closed, notCompleted('T')],
  },

  'source-closed-on-timeout': {
    workload: stopping(false, waits(500), { timeout: 500 }),
    premise: (history) => ({
      'two items stood at their gates before the limit': standing(history, { 'T/0': 'i0', 'T/1': 'i1' }, at.first),
      ...common(history, at.stop),
    }),
    claims: [...closed, notCompleted('T')],
  },

  'on-leave': {
    workload: plays(
      { control: mapping(false), T: mapping(false, 3) },
      { [at.stop]: opens('i0', 'i1', 'i2'), [at.all]: allOpen },
    ),
    absent: (history) =>
      readerLeft(history) === 'whole' ? 'map gives its results all at once, and nobody can leave' : undefined,
    premise: (history) => ({ 'three results were read': readerLeft(history) === 'left', ...common(history, at.stop) }),
    claims: closed,
  },
};

/** What the reader got: three results and no more, or everything in one piece. */
function readerLeft(history: History): 'left' | 'whole' | undefined {
  const line = history
    .journal('T', 'lent')
    .find(
      ({ value }) =>
        (value as { step?: unknown; phase?: unknown }).step === 'map' && (value as { phase?: unknown }).phase === 'ok',
    );
  const { value } = (line?.value ?? {}) as { readonly value?: unknown };
  if (!Array.isArray(value)) return line ? 'whole' : undefined;
  return value.length === 3 ? 'left' : 'whole';
}
