import { claim, type Context, type Event, firstOf, type History, type Lab, seen } from '../../harness/index.ts';
import { type Cases } from './claims.ts';
import { attempts, callOf, settled } from './facts.ts';

const calls = 2;
const per = 200;

async function build(lab: Lab): Promise<void> {
  await lab.coordinator();
  lab.policies.build('R', 'rate', { calls, per });
}

/** So many calls in one turn, under names that go on counting. */
function call(lab: Lab, prefix: string, count: number): void {
  for (let number = 1; number <= count; number++)
    lab.policies.call('R', `${prefix} ${number}`, () => [{ return: number }]);
}

const arrivals = (history: History): readonly Event[] => history.all('policy.call', undefined, 'invoke');
const starts = (history: History): readonly Event[] => history.all('policy.attempt', undefined, 'saw');

/** Moves the clock on until so many calls have started, for at most so many ms. */
async function untilStarted(lab: Lab, count: number, ms: number): Promise<void> {
  for (let passed = 0; passed < ms && starts(lab.history).length < count; passed += 10) await lab.advance(10);
}

/** Whether starts keep the rule of each kind of window; `span` is the period, as it is measured. */
const rules: Readonly<Record<string, (at: readonly number[], span: number) => boolean>> = {
  sliding: (at, span) => at.every((from) => at.filter((other) => other >= from && other < from + span).length <= calls),
  fixed: (at, span) => gridHolds(at, span) || chainHolds(at, span),
  bucket: (at, span) =>
    at.every((from, first) =>
      at.slice(first).every((to, more) => more + 1 <= calls + Math.floor((calls * (to - from)) / span)),
    ),
};

/** There is a grid of windows, side by side, each with no more starts than that. */
function gridHolds(at: readonly number[], span: number): boolean {
  return Array.from({ length: Math.ceil(span) }, (_, phase) => phase).some((phase) => {
    const windows = new Map<number, number>();
    for (const start of at) {
      const window = Math.floor((start - phase) / span);
      windows.set(window, (windows.get(window) ?? 0) + 1);
    }
    return [...windows.values()].every((count) => count <= calls);
  });
}

/** Each window is opened by the first start after the last one has ended. */
function chainHolds(at: readonly number[], span: number): boolean {
  let opened = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const start of at) {
    if (start >= opened + span) {
      opened = start;
      count = 0;
    }
    count += 1;
    if (count > calls) return false;
  }
  return true;
}

const windowKept = claim(
  ({ dialect }) =>
    `in no window of ${per} ms more than ${calls} calls start (rate.window=${dialect.value('rate.window')})`,
  (history: History, { dialect, mode }: Context) => {
    const at = starts(history).map((event) => event.at);
    const kept = rules[dialect.value('rate.window')]?.(at, mode === 'virtual' ? per : per * 0.9) ?? true;
    return kept ? undefined : seen(`calls started at ${at.join(', ')} ms`, ...starts(history));
  },
);

/** No call waits longer than the limit makes it. */
const prompt = claim(
  `the k-th call starts at its arrival, or ${per} ms after the start of the one ${calls} before it, whichever is later`,
  (history: History, { mode }: Context) => {
    const [came, began] = [arrivals(history), starts(history)];
    const slack = mode === 'virtual' ? 0 : 1_000;
    const late = came.findIndex((arrival, index) => {
      const start = began[index]?.at ?? Number.POSITIVE_INFINITY;
      return start > Math.max(arrival.at, index < calls ? 0 : (began[index - calls]?.at ?? 0) + per) + slack;
    });
    if (late < 0) return undefined;
    const start = began[late];
    return seen(
      start
        ? `the call number ${late + 1}, made at ${came[late]?.at} ms, started at ${start.at} ms`
        : `the call number ${late + 1} had not started`,
      came[late],
      start ?? history.last,
    );
  },
);

const someWaited = (history: History): Event | undefined => {
  const late = starts(history).find((start) => start.at > (callOf(history, start.task ?? '')?.invoke.at ?? 0));
  return late ?? arrivals(history).find(({ task }) => attempts(history, task ?? '').length === 0);
};

const over = (history: History, place: string): boolean =>
  arrivals(history.before(place)).every(({ task }) => settled(history.before(place), task ?? ''));

/** REL-27: the rate holds in every window, and nobody waits for nothing. */
export const rate: Cases = {
  'bursts-at-the-edges-stay-within-the-window': {
    workload: async (lab) => {
      await build(lab);
      call(lab, 'at 0', 3);
      await lab.quiesce();
      await lab.advance(199);
      call(lab, 'at 199', 3);
      await lab.quiesce();
      await lab.advance(1);
      call(lab, 'at 200', 3);
      await lab.quiesce();
      await untilStarted(lab, 9, 2_000);
    },
    premise: (history) => ({ 'a call was made to wait': someWaited(history) }),
    claims: [windowKept, prompt],
  },

  'idle-spells-give-no-extra-quota': {
    workload: async (lab) => {
      await build(lab);
      for (const at of [0, 120, 240, 360]) {
        call(lab, `at ${at}`, 2);
        await lab.quiesce();
        if (at === 0) await lab.quiesce('first burst');
        if (at < 360) await lab.advance(120);
      }
      await untilStarted(lab, 8, 2_000);
      await lab.quiesce('before the last');
      await lab.advance(5 * per);
      call(lab, 'last', 3);
      await lab.quiesce('last');
      await lab.advance(per);
      await lab.quiesce('a period later');
    },
    premise: (history) => ({
      'the first two calls had started and ended before the second burst':
        over(history, 'first burst') && starts(history)[1],
      'all had started and ended before the last burst': over(history, 'before the last'),
    }),
    claims: [
      windowKept,
      prompt,
      claim('of the last three calls two start at once, and the third within one period', (history) => {
        const begun = (place: string) =>
          ['last 1', 'last 2', 'last 3'].filter((name) => attempts(history.before(place), name).length > 0).length;
        const at = begun('last');
        return firstOf(
          at === 2 ? undefined : seen(`${at} of them started at once`, history.mark('last')),
          begun('a period later') === 3
            ? undefined
            : seen(`${begun('a period later')} of them had started a period later`, history.last),
        );
      }),
    ],
  },

  'a-blocked-loop-gives-no-burst': {
    workload: async (lab) => {
      await build(lab);
      call(lab, 'at 0', 6);
      await lab.quiesce();
      await lab.advance(150);
      await lab.quiesce('before');
      // A busy wait: each look at the time takes some, so it ends.
      for (const end = Date.now() + 280; Date.now() < end; );
      await lab.quiesce('after');
      await untilStarted(lab, 6, 3_000);
    },
    premise: (history) => ({
      'two edges of a period passed while the loop was blocked':
        (history.mark('after')?.at ?? 0) >= 2 * per && (history.mark('before')?.at ?? per) < per,
      'calls were waiting': starts(history.before('before')).length < 6 && someWaited(history),
    }),
    claims: [windowKept],
  },

  'a-fresh-window-is-used-at-once': {
    workload: async (lab) => {
      await build(lab);
      call(lab, 'at 0', 1);
      await lab.quiesce();
      await lab.advance(150);
      call(lab, 'at 150', 1);
      await lab.quiesce();
      await lab.advance(110);
      await lab.quiesce('fresh');
      call(lab, 'at 260', 1);
      await lab.quiesce();
      await lab.advance(20);
      call(lab, 'at 280', 3);
      await lab.quiesce();
      await untilStarted(lab, 6, 1_000);
    },
    premise: (history) => ({
      'two calls had started and ended, more than half a period apart':
        over(history, 'fresh') &&
        starts(history.before('fresh')).length === 2 &&
        (starts(history)[1]?.at ?? 0) - (starts(history)[0]?.at ?? 0) > per / 2,
      'a third was made': arrivals(history)[2],
      'of those that came after it, some were made to wait': someWaited(history),
    }),
    claims: [windowKept, prompt],
  },
};
