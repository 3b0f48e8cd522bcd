import { type Claim, claim, type History, type Lab, seen, type Stock } from '../../harness/index.ts';
import { countOf, stockOf } from '../cancellation/facts.ts';
import type { Cases } from './claims.ts';
import { acquireOf, attempts, callOf, endOf, settled, waits as isWaiting } from './facts.ts';
import { untilSettled } from './passing.ts';

const hour = 3_600_000;
const shared = 'shared';
const numbered = (name: string): readonly string[] => Array.from({ length: 20 }, (_, index) => `${name} ${index + 1}`);
const holders = numbered('holder');
const names = numbered('call');

const nothingMore = (what: string, measure: (stock: Stock) => number): Claim =>
  claim(`no more ${what} than before`, (history) => {
    const [before, after] = [stockOf(history, 'before'), stockOf(history, 'after')];
    const more = before && after ? measure(after) - measure(before) : 0;
    return more > 0 ? seen(`${more} ${what} were left`, countOf(history, 'after')) : undefined;
  });

const nothing: readonly Claim[] = [
  nothingMore('timers', ({ timers }) => timers),
  nothingMore('abort listeners on the signal', ({ named }) => named[shared] ?? 0),
];

/** Whoever is granted gives back at the next rest, until all have been served. */
async function serve(lab: Lab): Promise<void> {
  const back = new Set<string>();
  for (let round = 0; round < holders.length; round++) {
    await lab.quiesce();
    for (const holder of holders) {
      if (!lab.resources.granted(holder) || back.has(holder)) continue;
      back.add(holder);
      lab.resources.release(holder);
    }
  }
  await lab.quiesce();
}

type Kind = 'retry' | 'breaker' | 'fallback' | 'rate';

const build: Readonly<Record<Kind, (lab: Lab) => void>> = {
  retry: (lab) => lab.policies.build('P', 'retry', { attempts: 3, delay: 10, timeout: hour }),
  breaker: (lab) => lab.policies.build('P', 'breaker', { failures: 5, rest: 1_000 }),
  fallback: (lab) => lab.policies.build('P', 'fallback', { value: 'instead' }),
  rate: (lab) => lab.policies.build('P', 'rate', { calls: 3, per: 100 }),
};

/** Every third call fails the first time it is made; before a breaker, each. */
async function callAll(lab: Lab, kind: Kind): Promise<void> {
  for (const [index, call] of names.entries()) {
    const fails = kind === 'breaker' || index % 3 === 2;
    lab.policies.call('P', call, (number) => (fails && number === 1 ? [{ throw: 'E' }] : [{ return: 1 }]), {
      signal: shared,
    });
    await lab.quiesce();
  }
}

/** The policy was seen at work at that call. */
const works: Readonly<Record<Kind, (history: History, call: string) => unknown>> = {
  retry: (history, call) => attempts(history, call)[1],
  breaker: (history, call) => attempts(history, call).length === 0 && settled(history, call)?.kind === 'fail',
  fallback: (history, call) =>
    endOf(history, attempts(history, call)[0])?.kind === 'fail' && settled(history, call)?.kind === 'ok',
  rate: (history, call) => (attempts(history, call)[0]?.at ?? 0) > (callOf(history, call)?.invoke.at ?? 0),
};

/** Many come for two permits or things: some are granted at once, the others after a wait. */
const waits = (kind: 'lock' | 'pool'): Cases[string] => ({
  workload: async (lab) => {
    await lab.coordinator();
    await lab.resources.build('R', kind, { limit: 2 });
    lab.own.count('before');
    for (const holder of holders) lab.resources.acquire('R', holder, { signal: shared, timeout: hour });
    await lab.quiesce('asked');
    await serve(lab);
    lab.own.count('after');
  },
  premise: (history) => ({
    'twenty acquires were granted': holders.every((holder) => acquireOf(history, holder)?.answer?.kind === 'ok'),
    'somebody had to wait': holders.some((holder) => isWaiting(history.before('asked'), holder)),
  }),
  claims: nothing,
});

const calls = (kind: Kind): Cases[string] => ({
  workload: async (lab) => {
    await lab.coordinator();
    build[kind](lab);
    lab.own.count('before');
    await callAll(lab, kind);
    await untilSettled(lab, names, 10_000);
    lab.own.count('after');
  },
  premise: (history) => ({
    'twenty calls have settled': names.every((call) => settled(history, call)),
    'the policy was at work: it tried again, refused, answered instead or made a call wait': names.some((call) =>
      works[kind](history, call),
    ),
  }),
  claims: nothing,
});

/** REL-28: what is over is over. */
export const leftovers: Cases = {
  'waits-for-a-lock-leave-nothing': waits('lock'),
  'waits-for-a-pool-leave-nothing': waits('pool'),
  'retried-calls-leave-nothing': calls('retry'),
  'calls-through-a-breaker-leave-nothing': calls('breaker'),
  'calls-with-a-fallback-leave-nothing': calls('fallback'),
  'calls-at-a-rate-leave-nothing': calls('rate'),
};
