import type { Fixes } from '../../fix.ts';

/** REL-01 to REL-06, REL-25: failures, limits of steps and batches, and what is kept of them. */
export const isolationFixes: Fixes = {
  'REL-01': {
    title: 'Start a body inside a try, and pump the queue in a finally',
    effort: 'minutes',
    sketch: `
async function run(task: Task): Promise<void> {
  try {
    resolve(task, await task.body(task.signal)); // also catches a synchronous throw
  } catch (error) {
    reject(task, error); // whatever the value is: no \`if (error)\`
  } finally {
    running.delete(task);
    pump();
  }
}`,
    note: 'submit() must not throw what the body throws: the handle is where its failure belongs.',
  },
  'REL-02': {
    title: 'Give every derived promise a handler, and every swallowed error a record',
    effort: 'minutes',
    sketch: `
const settled = body.then(complete, fail); // both handlers: nothing is derived that can reject
settled.catch((error) => log.error('internal', error));

for (const listener of listeners) {
  try {
    void Promise.resolve(listener(event)).catch((error) => log.warn('a listener failed', error));
  } catch (error) {
    log.warn('a listener failed', error);
  }
}`,
    note: '`promise.finally(bookkeeping)` makes a second promise that rejects as well.',
  },
  'REL-03': {
    title: 'Let an expiring limit cancel its own scope, and nothing above it',
    effort: 'hours',
    sketch: `
async function within<T>(parent: AbortSignal, ms: number, step: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const down = () => own.abort(parent.reason); // from above to below, never back
  parent.addEventListener('abort', down, { once: true });
  const timer = setTimeout(() => own.abort(new TimeoutError(ms)), ms); // its own time, not what the parent has left
  try {
    return await step(own.signal);
  } finally {
    clearTimeout(timer);
    parent.removeEventListener('abort', down);
  }
}`,
  },
  'REL-04': {
    title: 'Ask the signal before you fall back',
    effort: 'minutes',
    sketch: `
async function withFallback<T>(call: Call<T>, fallback: () => T, signal?: AbortSignal): Promise<T> {
  try {
    return await call(signal);
  } catch (error) {
    if (signal?.aborted) throw error; // a cancelled caller wants nothing more
    onFallback?.(error); // failure or timeout: used, and told
    return fallback();
  }
}`,
  },
  'REL-05': {
    title: 'Fill one entry for each input, and mark what the limit cut off',
    effort: 'hours',
    sketch: `
const entries: Entry[] = inputs.map(() => ({ missing: 'not started' })); // positions are fixed from the start
inputs.forEach((input, at) => {
  entries[at] = { missing: 'timeout' };
  input(signal).then(
    (value) => (entries[at] = { value }),
    (error) => (entries[at] = signal.aborted ? { missing: 'timeout' } : { error }),
  );
});
await Promise.race([allEnded, limit]);
return entries;`,
  },
  'REL-06': {
    title: 'Freeze the answer at the limit, and hand out a copy',
    effort: 'minutes',
    sketch: `
let closed = false;
const record = (at: number, entry: Entry) => {
  if (!closed) entries[at] = entry; // what comes late is not in the answer
};
setTimeout(() => {
  closed = true;
  controller.abort(new TimeoutError());
}, limit);
return [...entries];`,
  },
  'REL-25': {
    title: 'Forget a task when its result has been handed out, or the retention is full',
    effort: 'minutes',
    sketch: `
function ended(task: Task): void {
  live.delete(task.id);
  kept.push(task.id);
  while (kept.length > retention) records.delete(kept.shift()!); // a bound, not a hope
}`,
    note: 'Listeners, timers and maps keyed by task go in the same place.',
  },
};
