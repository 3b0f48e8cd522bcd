import {
  claim,
  type Context,
  describe,
  emissionOf,
  firstOf,
  type History,
  type Lab,
  type Race,
  refuted,
  seen,
  type TaskEvent,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { cancelOf } from '../cancellation/facts.ts';
import { list, notOneEnd, otherNumbers, range, told } from './claims.ts';
import { emits, endsTold, joined, numbersTo, opened, precedes } from './facts.ts';
import { counts } from './programs.ts';

/** A client comes to a task that is about to end. */
const joinAroundTheEnd: Race = {
  name: 'join-around-the-end',
  variants: ({ offer }) => ['return', 'throw', ...(offer['cancel.running'] ? ['cancel'] : [])],
  setup: async (lab, way) => {
    await lab.coordinator();
    lab.submit('T', [{ gate: 'g' }, way === 'throw' ? { throw: 'E' } : { return: 1 }]);
    await lab.quiesce();
  },
  actors: (_context, way) => [
    [{ name: 'e1', act: (lab) => (way === 'cancel' ? lab.cancel('T') : lab.open('g')) }],
    [{ name: 'j1', act: (lab) => lab.join('late', 'T') }],
  ],
};

/** A client comes to a task that is talking. */
const joinMidStream: Race = {
  name: 'join-mid-stream',
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T', [{ gate: 'g' }, ...counts(1, 10), { return: 0 }]);
    await lab.quiesce();
  },
  actors: () => [[{ name: 'g1', act: (lab) => lab.open('g') }], [{ name: 'j1', act: (lab) => lab.join('late', 'T') }]],
};

/** A client that went away comes back, and names the last event that it has. */
const resume: Race = {
  name: 'resume-from-a-position',
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T', [{ gate: 'g' }, ...counts(1, 3), { gate: 'e4' }, ...counts(4, 10), { return: 0 }]);
    lab.connect('first', 'T');
    await lab.quiesce();
    lab.open('g');
    await lab.quiesce();
    lab.close('first');
    await lab.quiesce('left');
  },
  actors: () => [
    [{ name: 'e1', act: (lab) => lab.open('e4') }],
    [{ name: 'j1', act: (lab: Lab) => lab.connect('again', 'T', positionOf(lab.history)) }],
  ],
};

/** RAC-06, RAC-07: whoever comes late to a task is answered, and misses nothing. */
export const joining: Cases = {
  'subscribing-around-the-end-is-answered': {
    race: joinAroundTheEnd,
    premise: (history) => ({
      'T has a start line': history.started('T'),
      'its end was set off': opened(history, 'g') ?? cancelOf(history, 'T'),
      'a client came': joined(history, 'late')?.invoke,
    }),
    covers: {
      'a client came before the passive one was told the end': (history) =>
        precedes(joined(history, 'late')?.invoke, endsTold(history, 'T', 'watcher')[0]),
      'a client came after the passive one was told the end': (history) =>
        precedes(endsTold(history, 'T', 'watcher')[0], joined(history, 'late')?.invoke),
    },
    claims: [answered(), told('T', 'watcher')],
  },

  'subscribing-long-after-the-end-is-answered': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ gate: 'g' }, { return: 1 }]);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      await lab.advance(lab.mode === 'virtual' ? hour : second);
      lab.join('late', 'T');
      await lab.quiesce('joined');
    },
    premise: (history) => ({
      'T had returned before its result was seen': precedes(history.ended('T'), history.result('T')),
      "T's result was seen before the client came": history.before(joined(history, 'late')?.invoke).result('T'),
    }),
    claims: [answered()],
  },

  'joining-at-every-hop': {
    race: joinMidStream,
    premise: (history) => ({
      'T emitted ten times': emits(history, 'T')[9],
      'a client came': joined(history, 'late')?.invoke,
    }),
    covers: {
      'a client came between the first and the last of them': (history) =>
        precedes(emits(history, 'T')[0], joined(history, 'late')?.invoke) &&
        precedes(joined(history, 'late')?.invoke, emits(history, 'T')[9]),
    },
    claims: [
      claim('the late client has one run of 1 to 10 up to the end, without gap, duplicate or change of order', gaps),
      claim('the passive client has 1 to 10', (history) => otherNumbers(history, 'T', 'watcher', range(1, 10))),
      answered(),
      told('T', 'watcher'),
    ],
  },

  'resuming-from-a-position': {
    race: resume,
    absent: (history) =>
      joined(history, 'again')?.answer?.kind === 'ok' && !resumes(history)
        ? 'its `connect` does not read `after`: a client cannot go on from where it was'
        : undefined,
    premise: (history) => ({
      'the first client has read 1, 2 and 3': numbersTo(history, 'T', 'first').join() === '1,2,3',
      'it had a position': positionOf(history) !== undefined,
      'the wish `after` was read': resumes(history),
      'T emitted ten times': emits(history, 'T')[9],
    }),
    covers: {
      'a client came back before 4 was emitted': (history) =>
        precedes(joined(history, 'again')?.invoke, emits(history, 'T')[3]),
      'a client came back after 4 was emitted': (history) =>
        precedes(emits(history, 'T')[3], joined(history, 'again')?.invoke),
    },
    claims: [
      claim('the client that came back has 4 to 10, each once and in order', (history) =>
        otherNumbers(history, 'T', 'again', range(4, 10)),
      ),
      told('T', 'again'),
    ],
  },
};

const hour = 3_600_000;
const second = 1_000;

/** Where the first client stands: behind the event that carried 3. */
const positionOf = (history: History): string | undefined => {
  const third = history.delivered('T', 'first').find(({ value }) => emissionOf(value as TaskEvent).data === 3);
  const id = (third?.value as TaskEvent | undefined)?.id;
  return id === undefined ? undefined : String(id);
};

const resumes = (history: History): boolean =>
  (joined(history, 'again')?.answer?.value as { resumes?: boolean } | undefined)?.resumes === true;

/** The late client is told an end, or turned away in the declared way. */
function answered() {
  return claim(
    'the late client is told the end exactly once, or turned away as late.view declares',
    (history, context) => {
      const refusal = refusalOf(history);
      if (!refusal) return notOneEnd(history, 'T', 'late');
      const text = `the late client was turned away: ${describe(refusal.value)}`;
      const early = !precedes(history.ended('T'), refusal);
      return firstOf(
        early ? seen(`${text}, before T had ended`, refusal) : undefined,
        refuted(mayRefuse(context) || refusal.what === 'stream' ? undefined : refusal, text),
        endsTold(history, 'T', 'late')[0] && seen(`${text}, and told an end`, refusal),
      );
    },
  );
}

/** The attempt to come failed, or the stream broke off with a cause. */
const refusalOf = (history: History) =>
  history.find(
    ({ kind, what, who }) =>
      kind === 'fail' && who === 'late' && (what === 'subscribe' || what === 'connect' || what === 'stream'),
  );

const mayRefuse = ({ dialect }: Context): boolean => dialect.is('late.view', 'refuse-ended');

/** How what the late client has differs from one unbroken run of numbers. */
function gaps(history: History, { dialect }: Context) {
  const got = numbersTo(history, 'T', 'late');
  const [first] = got;
  const whole =
    got.every((number, index) => number === Number(first) + index) && (got.length === 0 || got.at(-1) === 10);
  const found = (text: string) =>
    seen(`it received ${list(got)}${text}`, ...history.delivered('T', 'late').slice(-3), history.last);
  if (!whole) return found('');
  if (dialect.is('late.view', 'replay')) return got.length === 10 ? undefined : found(' of a log that is replayed');
  const came = joined(history, 'late')?.answer;
  const due = emits(history, 'T').findIndex((call) => precedes(came, call)) + 1;
  return due > 0 && (first === undefined || Number(first) > due)
    ? found(`; ${due} was emitted after it had come`)
    : undefined;
}
