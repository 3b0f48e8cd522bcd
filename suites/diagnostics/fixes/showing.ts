import type { Fixes } from '../../fix.ts';

/** OBS-06 to OBS-10: counts, states, silence, and the answer that all is done. */
export const showingFixes: Fixes = {
  'OBS-06': {
    title: 'Count the bodies that run, not the outcomes that are known',
    effort: 'hours',
    sketch: `
async function run(task: Task): Promise<void> {
  running.add(task);
  try {
    await body(task); // with its finally blocks
    await cleanUp(task);
  } finally {
    running.delete(task); // here and nowhere else
  }
}
const stats = () => ({ running: running.size, queued: queue.length });`,
  },
  'OBS-07': {
    title: 'Give every promise of your own a handler, and every listener an end',
    effort: 'minutes',
    sketch: `
const done = run(task);
done.catch(() => {}); // the caller's promise is another one
signal.addEventListener('abort', stop, { once: true });
try {
  return await done;
} finally {
  signal.removeEventListener('abort', stop);
}`,
    note: '`.then()` and `.finally()` make new promises: each one rejects on its own.',
  },
  'OBS-08': {
    title: 'Call the sink in a guard, and never wait for it',
    effort: 'minutes',
    sketch: `
function log(record: LogRecord): void {
  try {
    const answer: unknown = sink(record);
    if (answer instanceof Promise) answer.catch(() => {});
  } catch {
    // a log that is down is no reason to stop working
  }
}`,
    note: 'Log after the outcome is settled, not on the way to it.',
  },
  'OBS-09': {
    title: 'Keep a state between "running" and the end',
    effort: 'minutes',
    sketch: `
cancel(reason?: unknown): boolean {
  if (this.state !== 'running') return false;
  this.state = 'cancelling'; // shown until body and cleanup have ended
  this.controller.abort(reason);
  return true;
}`,
  },
  'OBS-10': {
    title: 'Answer idle() from queue and running together, and look again before you answer',
    effort: 'hours',
    sketch: `
const isIdle = () => queue.length === 0 && running.size === 0;
idle(): Promise<void> {
  return isIdle() ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve));
}
function afterEnd(): void {
  startNext(); // may start one: look afterwards
  if (isIdle()) for (const resolve of idlers.splice(0)) resolve();
}`,
    note: 'A submitted task is queued from the moment of the call, not from its first step.',
  },
};
