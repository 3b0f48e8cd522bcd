import { writeSync } from 'node:fs';
import type { OpenWish } from '../adapter/target.ts';
import { Reads } from '../lab/reads.ts';
import { makeJob } from '../program/job.ts';
import { loadTarget } from './loading.ts';
import type { ProgramKit } from '../program/kit.ts';

/** What a process does that has the target to itself; then it does nothing more, and calls neither exit nor dispose. */
export interface Errand {
  /** Time limit of the one task, in ms. */
  readonly timeout?: number;
  /** Member of `shutdown` to await once the task has ended, with grace periods that nobody waits out. */
  readonly shutdown?: string;
  /** Stays alive by a timer of its own. */
  readonly stays?: true;
}

/** A line that it writes. */
export type Said = { readonly opened: number } | { readonly done: boolean };

const hour = 3_600_000;

// Written at once and without a stream: an open stream would be a handle of ours.
const say = (said: Said): void => void writeSync(1, `${JSON.stringify(said)}\n`);
const listeners = (): number => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

const parent = process.ppid;
// Whoever waits for this process may be killed; it must not outlive that one. Not referenced: it keeps nothing alive.
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 500).unref();

const [address = '', asked = '{}'] = process.argv.slice(2);
const { timeout, shutdown, stays } = JSON.parse(asked) as Errand;
const target = await loadTarget(address);
if (!('open' in target)) throw new Error('only a target that opens in this process can be alone in it');
const before = listeners();
let ran = false;
const coordinator = await target.open({} as OpenWish);
say({ opened: listeners() - before });
const job = makeJob({
  id: 'T',
  program: [{ return: 1 }],
  signal: () => new AbortController().signal,
  setting: timeout === undefined ? {} : { timeout },
  kit: { note: () => (ran = true) } as unknown as ProgramKit,
  reads: new Reads().ignore(),
});
const value = await (await coordinator.submit(job)).result;
if (shutdown !== undefined) await coordinator.shutdown?.[shutdown]?.({ grace: hour, force: hour });
if (stays) setInterval(() => {}, hour);
// A coordinator that says so without having run the body has done nothing that could keep a process alive.
say({ done: ran && value === 1 });
