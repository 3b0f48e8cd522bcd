import { expect, test } from 'vitest';
import type { Bench } from './bench.ts';
import { hopping } from './hopping.ts';

/** What is called of a bench, in its order. */
function fake() {
  const calls: string[] = [];
  const bench = {
    recorder: { record: (...event: readonly unknown[]) => void calls.push(`record ${event.join(' ')}`) },
    tokens: { cancel: (token: string) => void calls.push(`tokens.cancel ${token}`) },
    resources: { granted: () => true, release: (holder: string) => void calls.push(`release ${holder}`) },
    accepted: () => true,
    cancel: (task: string) => void calls.push(`cancel ${task}`),
    submit: (task: string) => void calls.push(`submit ${task}`),
    quiesce: async (mark?: string) => void calls.push(`rest ${mark}`),
    hops: async (count: number) => void calls.push(`hops ${count}`),
  };
  return { calls, bench: bench as unknown as Bench };
}

test('rests are counted, and one may be hops: its mark is set when they are over', async () => {
  const { calls, bench } = fake();
  const lab = hopping(bench, (rest) => (rest === 2 ? 3 : undefined));
  await lab.quiesce('one');
  lab.submit('A', []);
  await lab.quiesce('two');
  lab.cancel('A');
  await lab.quiesce();
  expect(calls).toEqual(['rest one', 'submit A', 'hops 3', 'record info hops  two 3', 'cancel A', 'rest undefined']);
});

test('a stop is told of that comes directly after a rest, whatever was asked between, and of a facet too', async () => {
  const { bench } = fake();
  const stops: string[] = [];
  const lab = hopping(
    bench,
    () => undefined,
    (rest, stop) => void stops.push(`${rest} ${stop}`),
  );
  lab.cancel('before the first rest');
  await lab.quiesce();
  if (lab.accepted('A')) lab.cancel('A');
  lab.cancel('B');
  await lab.quiesce();
  lab.submit('C', []);
  lab.cancel('C');
  await lab.quiesce();
  if (lab.resources.granted('H')) lab.tokens.cancel('K');
  await lab.quiesce();
  lab.resources.release('H');
  expect(stops).toEqual(['1 cancel', '3 tokens.cancel']);
});
