import { expect, test } from 'vitest';
import type { Job, OpenWish } from '../../harness/index.ts';
import { nulls, targetNamed } from './targets.ts';

const job = (run: Job['run']): Job => ({ id: 'a', run, signal: new AbortController().signal }) as Job;

test('there is each kind of them, by name', () => {
  const names = nulls.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  for (const kind of ['does-nothing', 'never-settles', 'always-throws', 'resolves-at-once', 'says-yes']) {
    expect(names).toContain(kind);
    expect(targetNamed(`${kind}-runs-bodies`).name).toBe(`${kind}-runs-bodies`);
  }
  expect(() => targetNamed('works')).toThrow(expect.objectContaining({ code: 'NULL_UNKNOWN' }));
});

test.each(nulls)('$name has every member, and takes a job', async ({ open }) => {
  const coordinator = await open({} as OpenWish);
  const members = ['cancel', 'cancelAll', 'idle', 'query', 'result', 'subscribe', 'connect', 'diagnostics', 'shutdown'];
  expect(Object.keys(coordinator)).toEqual(expect.arrayContaining(members));
  const handle = await coordinator.submit(job(() => new Promise(() => {})));
  expect(handle.result).toHaveProperty('then');
});

test.each(nulls)('$name runs the body only if it says so, and never stops it', async ({ name, open }) => {
  const seen: (AbortSignal | null | undefined)[] = [];
  const coordinator = await open({} as OpenWish);
  const handle = await coordinator.submit(
    job((signal) => {
      seen.push(signal);
      return new Promise(() => {});
    }),
  );
  let thrown: unknown;
  try {
    await Promise.race([handle.cancel?.(), Promise.resolve()]);
  } catch (error) {
    thrown = error;
  }
  expect(thrown instanceof Error).toBe(name.startsWith('always-throws'));
  expect(seen.length).toBe(name.endsWith('-runs-bodies') ? 1 : 0);
  for (const signal of seen) expect(signal?.aborted).toBe(false);
});
