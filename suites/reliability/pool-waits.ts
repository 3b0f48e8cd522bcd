import { claim, firstOf, forEach, type History, type Lab } from '../../harness/index.ts';
import { atMostAlive, type Cases, overpopulated, settledAgain, ungrantedBy } from './claims.ts';
import { acquireOf, acquireText, declined, granted, isBy, waits } from './facts.ts';

/** Hops around the end of a wait at which the release is tried. */
const hops = 8;

/** When the lease is given back that B waits for, who gives up at 50: before or after its timer, and so many hops on. */
const moments = [
  { at: 49, set: 'before', hops: 0 },
  ...Array.from({ length: hops }, (_, index) => ({ at: 50, set: 'before', hops: index })),
  ...Array.from({ length: hops }, (_, index) => ({ at: 50, set: 'after', hops: index })),
  { at: 51, set: 'after', hops: 0 },
] as const;

const pools = moments.map(({ at, set, hops: gap }) => `${at} ${set} +${gap}`);

/** After so many hops, from inside a timer of the kit's. */
function afterHops(count: number, act: () => void): void {
  if (count === 0) act();
  else queueMicrotask(() => afterHops(count - 1, act));
}

/** One pool a moment, all at once: they have nothing in common but the clock. */
async function sweepTheTimer(lab: Lab): Promise<void> {
  for (const name of pools) {
    await lab.resources.build(name, 'pool', { limit: 1 });
    lab.resources.acquire(name, `A ${name}`);
    await lab.quiesce();
  }
  for (const [index, { at, set, hops: gap }] of moments.entries()) {
    const name = pools[index] ?? '';
    const giveBack = (): void => afterHops(gap, () => lab.resources.release(`A ${name}`));
    if (set === 'before') lab.own.later(at, giveBack);
    lab.resources.acquire(name, `B ${name}`, { timeout: 50 });
    if (set === 'after') lab.own.later(at, giveBack);
  }
  await lab.quiesce('waiting');
  await lab.advance(60);
  await lab.quiesce('over');
  for (const name of pools) {
    lab.resources.release(`B ${name}`);
    lab.resources.acquire(name, `C ${name}`);
  }
  await lab.quiesce('further');
}

/** REL-17: a resource does not go to somebody who has gone. */
export const poolWaits: Cases = {
  'a-timed-out-acquire-leaks-nothing': {
    workload: async (lab) => {
      await lab.coordinator();
      await sweepTheTimer(lab);
    },
    premise: (history) => ({
      'every B waited': pools.every((name) => waits(history.before('waiting'), `B ${name}`)),
      'a B was granted': pools.some((name) => granted(history, `B ${name}`)),
      'a B gave up': pools.some((name) => declined(history, `B ${name}`)),
    }),
    claims: [
      claim('the acquire of B settles once, and by 50 ms', (history, context) =>
        forEach(pools, (name) => {
          const answer = acquireOf(history, `B ${name}`)?.answer;
          const begun = acquireOf(history, `B ${name}`)?.invoke.at ?? 0;
          const late = !answer || !isBy(answer, begun + 50, context);
          return firstOf(
            settledAgain(history, `B ${name}`),
            late
              ? {
                  observed: `with a release at ${name} hops, the acquire of B ${acquireText(history, `B ${name}`)}`,
                  witness: [answer ?? history.mark('over')],
                }
              : undefined,
          );
        }),
      ),
      claim('C is granted, once B has given up or given back', (history) =>
        forEach(pools, (name) => ungrantedBy(history, `C ${name}`, 'further')),
      ),
      claim('at most one resource of each pool is alive', (history) =>
        forEach(pools, (name) => overpopulated(history, name, 1)),
      ),
    ],
  },

  'a-cancelled-acquire-leaks-nothing': {
    race: {
      name: 'hand-over of a resource',
      setup: async (lab) => {
        await lab.coordinator();
        await lab.resources.build('R', 'pool', { limit: 1 });
        lab.resources.acquire('R', 'A');
        await lab.quiesce();
        lab.resources.acquire('R', 'B', { signal: 's' });
        await lab.quiesce('waiting');
      },
      actors: () => [
        [{ name: 'r1', act: (lab) => lab.resources.release('A') }],
        [{ name: 'x1', act: (lab) => lab.abort('s') }],
      ],
      finish: async (lab) => {
        lab.resources.release('B');
        lab.resources.acquire('R', 'C');
        await lab.quiesce('further');
      },
    },
    covers: {
      'B, who was aborted, had been granted': (history) => granted(history, 'B') !== undefined,
      'B, who was aborted, was never granted': (history) => granted(history, 'B') === undefined,
    },
    premise: (history) => ({
      'B waited while A held': granted(history.before('waiting'), 'A') && waits(history.before('waiting'), 'B'),
      'A gave its lease back': history.call('resource.release', 'A')?.invoke,
      'the signal of B was aborted': history.call('abort')?.invoke,
    }),
    claims: [
      claim('the acquire of B settles, once', (history) =>
        firstOf(
          settledAgain(history, 'B'),
          (granted(history, 'B') ?? declined(history, 'B')) ? undefined : ungrantedBy(history, 'B', 'further'),
        ),
      ),
      claim('C is granted', (history) => ungrantedBy(history, 'C', 'further')),
      atMostAlive('R', 1),
    ],
  },

  'a-cancel-during-creation-leaks-nothing': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'pool', { limit: 1, slow: true });
      lab.resources.acquire('R', 'B', { signal: 's' });
      await lab.quiesce('creating');
      lab.abort('s');
      await lab.quiesce();
      lab.resources.acquire('R', 'C');
      await lab.quiesce();
      lab.open('create 1', 'create 2', 'create 3');
      await lab.quiesce();
      lab.resources.release('B');
      await lab.quiesce('served');
      lab.resources.acquire('R', 'D');
      lab.resources.release('C');
      await lab.quiesce('further');
    },
    premise: (history) => ({
      "B's creation had begun and not ended when it was aborted": stillCreating(history),
      'the signal was aborted': history.call('abort')?.invoke,
    }),
    claims: [
      claim('C is granted', (history) => ungrantedBy(history, 'C', 'served')),
      atMostAlive('R', 1),
      claim("a further acquire is granted after C's release", (history) => ungrantedBy(history, 'D', 'further')),
    ],
  },
};

const stillCreating = (history: History) => {
  const until = history.before('creating');
  return until.all('resource.create', undefined, 'ok').length === 0
    ? until.all('resource.create', undefined, 'invoke')[0]
    : undefined;
};
