import { setImmediate as turn, setInterval as beats, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VirtualClock } from './clock.ts';
import { activate, deactivate } from './forward.ts';
import { advance } from './rest.ts';

const clock = new VirtualClock();

beforeEach(() => clock.reset());

afterEach(deactivate);

test('give their value, and beat until they are left', async () => {
  activate(clock);
  const seen: unknown[] = [];
  void sleep(10, 'slept').then((value) => seen.push(value));
  void turn('turned').then((value) => seen.push(value));
  void (async () => {
    for await (const beat of beats(10, 'beat')) if (seen.push(beat) === 4) break;
  })();
  await advance(clock, 100);
  expect(seen).toEqual(['turned', 'slept', 'beat', 'beat']);
  expect(clock.pending).toBe(0);
});

test.each([
  ['setTimeout', (signal: AbortSignal) => sleep(10, undefined, { signal })],
  ['setImmediate', (signal: AbortSignal) => turn(undefined, { signal })],
  ['setInterval', (signal: AbortSignal) => beats(10, undefined, { signal })[Symbol.asyncIterator]().next()],
])('%s ends with the error of the platform when its signal aborts, before or after', async (_, start) => {
  activate(clock);
  const controller = new AbortController();
  const rejections: unknown[] = [];
  const during = start(controller.signal).then(undefined, (error: unknown) => void rejections.push(error));
  controller.abort('enough');
  await during;
  await start(controller.signal).then(undefined, (error: unknown) => void rejections.push(error));
  expect(rejections).toEqual(
    Array(2).fill(expect.objectContaining({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' })),
  );
  expect(clock.pending).toBe(0);
});

test('wrong options are refused in the words of the platform', async () => {
  activate(clock);
  const wrong = { signal: 'none' } as unknown as { signal: AbortSignal };
  await expect(sleep(1, undefined, wrong)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  await expect(turn(undefined, wrong)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  await expect(beats(1, undefined, wrong)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_TYPE',
  });
});

test.each([
  ['a sleep', (value: unknown) => sleep(5, value)],
  ['a sleep with a signal', (value: unknown) => sleep(5, value, { signal: new AbortController().signal })],
  ['a turn', (value: unknown) => turn(value)],
  ['a turn with a signal', (value: unknown) => turn(value, { signal: new AbortController().signal })],
])('%s settles as many hops after its timer as the real one', async (_, start) => {
  const actual = await hopsUntilSettled(start);
  activate(clock);
  const virtual = hopsUntilSettled(start);
  await advance(clock, 5);
  expect(await virtual).toBe(actual);
});

/** The value is a thenable, which is asked for its value as soon as the timer resolves its promise with it. */
async function hopsUntilSettled(start: (value: unknown) => Promise<unknown>): Promise<number> {
  let hops = 0;
  let settled = false;
  const count = async () => {
    for (; !settled; hops++) await null;
  };
  await start({
    // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what the hops are counted by
    then(resolve: (value: string) => void) {
      void count();
      resolve('value');
    },
  }).then(() => (settled = true));
  return hops;
}
