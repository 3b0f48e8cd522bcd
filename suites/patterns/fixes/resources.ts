import type { Fixes } from '../../fix.ts';

/** PAT-26, PAT-27, PAT-30: what is given back. */
export const resourceFixes: Fixes = {
  'PAT-26': {
    title: 'Dispose in a finally, the last one first, and wait for each',
    effort: 'minutes',
    sketch: `
const stack: (() => Promise<void>)[] = [];
try {
  return await body((dispose) => stack.push(dispose));
} finally {
  // Also when it was cancelled; in one place only, so that nobody disposes twice.
  for (let dispose = stack.pop(); dispose; dispose = stack.pop()) await dispose();
}`,
    note: 'AsyncDisposableStack, and `await using` of newer runtimes, do exactly this.',
  },
  'PAT-27': {
    title: 'Go on after a disposal that fails, and raise all errors together',
    effort: 'minutes',
    sketch: `
const errors: unknown[] = [];
const value = await body().catch((error) => void errors.push(error));
for (const dispose of stack.reverse()) {
  await dispose().catch((error) => void errors.push(error)); // the others still run
}
if (errors.length === 1) throw errors[0];
if (errors.length > 1) throw new AggregateError(errors);
return value;`,
  },
  'PAT-30': {
    title: 'Close the source once, when the loop is left before its end',
    effort: 'hours',
    sketch: `
const items = source[Symbol.asyncIterator]();
let more = true;
try {
  while (more && !signal.aborted && failures.length === 0) {
    const item = await items.next();
    if (item.done) more = false;
    else start(item.value);
  }
} finally {
  if (more) await items.return?.(); // once: one loop pulls, the workers only run bodies
}`,
    note: 'A `for await` does it by itself: prefer it where one reader will do.',
  },
};
