import { expect, test } from 'vitest';
import type { Target } from '../harness/index.ts';
import { builtInTargets } from './index.ts';

/** In this thread, and not a component, which takes no tasks. */
const inProcess = Object.entries(builtInTargets).filter(
  ([, { address }]) => !/\/(?:python|servers|facilitator)\/|\/piscina\./.test(address),
);

test.each(inProcess)('%s exports a target that opens and runs a task', async (name, { address, about }) => {
  const { target } = (await import(address)) as { target: Target };
  expect(target.name).toContain(name);
  expect(about).not.toBe('');
  const coordinator = await target.open({ concurrency: 2 } as Parameters<Target['open']>[0]);
  const job = { id: 'a', run: async () => 7, signal: new AbortController().signal };
  const handle = await coordinator.submit(job as unknown as Parameters<typeof coordinator.submit>[0]);
  expect(await handle.result).toBe(7);
});
