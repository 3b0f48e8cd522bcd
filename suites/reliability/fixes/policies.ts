import type { Fixes } from '../../fix.ts';

/** REL-19 to REL-23, REL-27: retries, breakers and rate limits. */
export const policyFixes: Fixes = {
  'REL-19': {
    title: 'Look at the signal before every attempt',
    effort: 'minutes',
    sketch: `
for (let attempt = 1; ; attempt++) {
  signal?.throwIfAborted(); // also after the wait
  try {
    return await call(signal, attempt);
  } catch (error) {
    signal?.throwIfAborted(); // an attempt that ends after the abort is the last one
    if (attempt >= attempts || !isRetryable(error)) throw error;
  }
  await pause(delay(attempt), signal);
}`,
  },
  'REL-20': {
    title: 'Let the abort end the pause, and clear its timer',
    effort: 'minutes',
    sketch: `
import { setTimeout as sleep } from 'node:timers/promises';

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal }); // clears the timer itself
  } catch {
    throw signal?.reason; // the cancel, not the error of the last attempt
  }
}`,
  },
  'REL-21': {
    title: 'Sort errors before you count them, and keep the last one as the cause',
    effort: 'minutes',
    sketch: `
const isRetryable = (error: unknown) => !isCancelled(error) && !permanent(error);
if (!isRetryable(error)) throw error;
if (attempt >= attempts) { // attempts in all, not repetitions
  throw Object.assign(new Error(\`gave up after \${attempt} attempts\`, { cause: error }), { attempts: attempt });
}`,
  },
  'REL-22': {
    title: 'Double, cap, and draw from that',
    effort: 'minutes',
    sketch: `
function delay(attempt: number): number {
  const most = Math.min(cap, base * 2 ** (attempt - 1));
  return most / 2 + Math.random() * (most / 2);
}
const ms = delay(attempt);
if (elapsed() + ms >= deadline) throw giveUp(error); // no attempt after the operation's own limit
await pause(ms, signal);`,
  },
  'REL-23': {
    title: 'Count only failures of the dependency, and let few calls try',
    effort: 'hours',
    sketch: `
const trying = openedAt !== undefined;
if (trying && (now() - openedAt < rest || trials >= maxTrials)) throw new OpenError();
if (trying) trials += 1;
try {
  const value = await call(signal);
  [openedAt, failures] = [undefined, 0];
  return value;
} catch (error) {
  if (!signal?.aborted && (trying || ++failures >= threshold)) openedAt = now(); // aborts do not count
  throw error;
} finally { if (trying) trials -= 1; }`,
  },
  'REL-27': {
    title: 'Keep the times of the last starts, and look at the clock when a call starts',
    effort: 'hours',
    sketch: `
const starts: number[] = []; // the last N
function serve(): void {
  while (queue.length > 0) {
    const wait = starts.length < calls ? 0 : starts[0] + per - now();
    if (wait > 0) return void setTimeout(serve, wait); // asks again: the loop may have been blocked
    starts.push(now());
    if (starts.length > calls) starts.shift();
    queue.shift()!.start();
  }
}`,
    note: 'Nothing is reset when the limiter becomes idle: the last starts are what the quota is about.',
  },
};
