import {
  claim,
  type Contradiction,
  describe,
  type Event,
  type History,
  type Lab,
  type Program,
  seen,
  type TaskEvent,
} from '../../harness/index.ts';
import { type Cases, cleansUp, deaf } from './facts.ts';

/** What the sink does with each record; the first is the control run. */
const runs = {
  quiet: () => undefined,
  throws: fails,
  rejects: () => Promise.reject(new Error('the log is down')),
} as const;
const held = { quiet: () => undefined, held: () => new Promise<never>(() => {}) } as const;

function fails(): never {
  throw new Error('the log is down');
}

function listenerFails(): never {
  throw new Error('the listener is broken');
}

const emits: Program = [
  { gate: 'g' },
  ...Array.from({ length: 10 }, (_, index) => ({ emit: { type: 'step', data: index } })),
  { return: 1 },
];

/** OBS-08: whoever keeps the log is no part of the work. */
export const sink: Cases = {
  'a-throwing-sink-changes-nothing': {
    workload: (lab) => inEach(lab, runs),
    loud: true,
    unfinished: ['quiet D', 'throws D', 'rejects D'],
    premise: (history) => ({
      'the throwing sink was called': called(history, 'throws'),
      'the rejecting sink was called': called(history, 'rejects'),
      'the control run ran its tasks': history.result('quiet A')?.value === 1 && history.ended('quiet B'),
    }),
    absent: silent,
    claims: [
      claim('with a sink that throws, all goes as it does with a quiet one', (history, { mode }) =>
        differs(history, mode, 'throws'),
      ),
      claim('with a sink that rejects, all goes as it does with a quiet one', (history, { mode }) =>
        differs(history, mode, 'rejects'),
      ),
    ],
  },

  'nothing-waits-for-the-sink': {
    workload: (lab) => inEach(lab, held),
    loud: true,
    unfinished: ['quiet D', 'held D'],
    premise: (history) => ({
      'the sink was called, and its promise was left pending': called(history, 'held'),
      'the control run ran its tasks': history.result('quiet A')?.value === 1 && history.ended('quiet B'),
    }),
    absent: silent,
    claims: [
      claim('with a sink that never answers, all goes as it does with a quiet one', (history, { mode }) =>
        differs(history, mode, 'held'),
      ),
    ],
  },
};

/** The same work with every sink, each in a coordinator of its own. */
async function inEach(lab: Lab, sinks: Readonly<Record<string, () => unknown>>): Promise<void> {
  for (const [run, sink] of Object.entries(sinks)) {
    await lab.coordinator({ sink });
    await work(lab, run);
    await lab.quiesce(run);
  }
}

/**
 * A completion and a failure, a cancel with a cleanup, events, one of whose listeners fails, and a shutdown over a deaf
 * body. Some hooks hear of failing listeners alone.
 */
async function work(lab: Lab, run: string): Promise<void> {
  lab.submit(`${run} A`, [{ gate: `${run} g` }, { return: 1 }]);
  lab.submit(`${run} B`, [{ gate: `${run} g` }, { throw: 'wrong' }]);
  lab.submit(`${run} C`, cleansUp(`${run} never`, `${run} fin`));
  lab.submit(
    `${run} E`,
    emits.map((step) => ('gate' in step ? { gate: `${run} g` } : step)),
  );
  lab.subscribe(`${run} L`, `${run} E`, listenerFails);
  await lab.quiesce();
  lab.open(`${run} g`);
  lab.cancel(`${run} C`, 'enough');
  await lab.quiesce();
  lab.open(`${run} fin`);
  await lab.quiesce();
  const { shutdownMode } = lab.dialect;
  if (shutdownMode === undefined) return;
  lab.submit(`${run} D`, deaf(`${run} x`));
  await lab.quiesce();
  lab.shutdown(shutdownMode, { grace: 200, force: 100 });
  await lab.advance(300);
}

/** What belongs to one of the runs: from the opening of its coordinator to its mark. */
function part(history: History, run: string): History {
  const until = history.before(run);
  const opened = until.all('coordinator', undefined, 'invoke').at(-1);
  return until.after(opened);
}

/** About the work: a record that comes before the first task is none. */
function called(history: History, run: string): Event | undefined {
  const own = part(history, run);
  return own.after(own.all('submit')[0]).all('diagnostic')[0];
}

/** The control run says it too: it is no matter of what the sink does. */
function silent(history: History): string | undefined {
  return history.mark('quiet') && !called(history, 'quiet') ? 'its hook says nothing of such work' : undefined;
}

/** Beside the records themselves, and the noise of the sink. */
function course(history: History, mode: string, run: string): readonly (readonly [string, Event])[] {
  const events = part(history, run).events.filter(({ what }) => what !== 'diagnostic' && what !== 'stray');
  const first = events[0];
  return events.map((event) => [line(event, run, first, mode === 'virtual'), event] as const);
}

/** Some values have times in them, which real time does not repeat, or settings of the run. */
const isTold = (what: Event['what'], timed: boolean): boolean =>
  what !== 'submit' && what !== 'shutdown' && (timed || what !== 'shutdown.report');

function line(event: Event, run: string, first: Event | undefined, timed: boolean): string {
  const { kind, what, task, who, value, at, turn } = event;
  const name = (text: string | undefined): string => (text ?? '').replace(`${run} `, '');
  const shown = what === 'event' ? describe((value as TaskEvent).type) : describe(value).replaceAll(`${run} `, '');
  const time = timed ? ` at ${at - (first?.at ?? 0)} ms` : '';
  const place = `turn ${turn - (first?.turn ?? 0)}${time}`;
  return kind === 'idle'
    ? `rest, ${place}`
    : `${kind} ${what} ${name(task)} ${name(who)} ${isTold(what, timed) ? shown : ''}, ${place}`;
}

function differs(history: History, mode: string, run: string): Contradiction | undefined {
  const [control, other] = [course(history, mode, 'quiet'), course(history, mode, run)];
  const at = control.findIndex(([text], index) => other[index]?.[0] !== text);
  if (at < 0 && control.length === other.length) return undefined;
  const [expected, found] = [control[Math.max(0, at)], other[Math.max(0, at)]];
  return seen(
    `instead of "${expected?.[0]}" came "${found?.[0] ?? 'nothing'}"`,
    expected?.[1],
    found?.[1] ?? history.mark(run),
  );
}
