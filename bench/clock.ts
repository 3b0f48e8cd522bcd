import { setTimeout as sleep } from 'node:timers/promises';
import { createClock } from '@sinonjs/fake-timers';
import PQueue from 'p-queue';
import { activate, deactivate, real } from '../harness/time/forward.ts';
import { VirtualClock } from '../harness/time/clock.ts';
import { advance, quiesce } from '../harness/time/rest.ts';
import { perSecond, row } from './measure.ts';

const clock = new VirtualClock();

/** Lets `run` happen on the virtual clock. */
async function virtually<T>(run: () => Promise<T>): Promise<T> {
  clock.reset();
  activate(clock);
  try {
    return await run();
  } finally {
    deactivate();
  }
}

/** 200 cases of a real queue, each of 90 s: five virtual hours. */
async function fiveHours(): Promise<void> {
  for (let one = 0; one < 200; one++) {
    await virtually(async () => {
      const queue = new PQueue({ concurrency: 2 });
      for (let job = 0; job < 6; job++) void queue.add(() => sleep(30_000));
      await advance(clock, 90_000);
    });
  }
}

/** Cost of the virtual clock beside the real one. */
export async function clockCosts(): Promise<readonly string[]> {
  const times = 20_000;
  // Without being installed, as cheap as it can be: it then covers nothing that a library has captured, and knows no rest.
  const fake = createClock();
  const [rests, timers = 0, theirs = 0] = await perSecond([
    () =>
      virtually(async () => {
        for (let one = 0; one < times; one++) await quiesce(clock);
        return times;
      }),
    () =>
      virtually(async () => {
        for (let one = 0; one < 2_000; one++) {
          setTimeout(() => {}, 10);
          await advance(clock, 10);
        }
        return 2_000;
      }),
    async () => {
      for (let one = 0; one < 2_000; one++) {
        fake.setTimeout(() => {}, 10);
        await fake.tickAsync(10);
      }
      return 2_000;
    },
  ]);
  const began = real.now();
  await fiveHours();
  return [
    'virtual time',
    row('  rests per second', String(rests)),
    row('  timers set, waited for and fired per second', String(timers), 'a real timer of 10 ms: 100'),
    row(
      '  the same with @sinonjs/fake-timers',
      String(theirs),
      `quiesce: ${(timers / theirs).toFixed(2)} times as many`,
    ),
    row('  200 cases of p-queue, five virtual hours', `${Math.round(real.now() - began)} ms`),
  ];
}
