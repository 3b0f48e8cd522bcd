import type { Fixes } from '../../fix.ts';

/** PAT-14 to PAT-22, PAT-29: time limits. */
export const limitFixes: Fixes = {
  'PAT-14': {
    title: 'Cancel the work at the limit, with a reason that is a timeout',
    effort: 'hours',
    sketch: `
function start(task: Task) {
  const { timeout } = task.options;
  if (timeout !== undefined)
    task.timer = setTimeout(() => task.stop({ kind: 'timeout', error: new TimeoutError(timeout) }), timeout);
  task.run(task.signal); // stop() aborts this signal, and decides what the outcome is called
}`,
    note: 'Promise.race([work, timer]) reports a timeout and leaves the work running.',
  },
  'PAT-15': {
    title: 'Settle with the timeout when body and cleanup have ended, not when the timer fires',
    effort: 'minutes',
    sketch: `
const expired = setTimeout(() => own.abort(new TimeoutError(ms)), ms);
try {
  return await body(own.signal); // its cleanup is part of it
} catch (error) {
  throw own.signal.aborted ? own.signal.reason : error;
} finally {
  clearTimeout(expired);
}`,
    note: 'Where it has to be reported early, keep the task in the count of running ones until its body has ended.',
  },
  'PAT-16': {
    title: 'Clear the timer in the finally of the work that it limits',
    effort: 'minutes',
    sketch: `
const timer = setTimeout(expire, ms);
try {
  return await body(signal);
} finally {
  clearTimeout(timer); // however it ended
}`,
    note: 'Keep the timer with the task. A timer of a slot or a worker fires into whatever runs there next.',
  },
  'PAT-17': {
    title: 'Remember whose limit has passed, and report a timeout from that scope only',
    effort: 'hours',
    sketch: `
let mine: TimeoutError | undefined;
const timer = setTimeout(() => {
  if (signal.aborted) return; // an outer limit was first
  mine = new TimeoutError(ms);
  own.abort(new Cancelled(mine)); // inside it is a cancellation, for every scope but this one
}, ms);
const signal = AbortSignal.any([outer, own.signal]);
try { return await body(signal); }
catch (error) { throw mine ?? error; }`,
  },
  'PAT-18': {
    title: 'Abort a controller of the scope at its limit, never that of the task',
    effort: 'minutes',
    sketch: `
async function within(task: Task, ms: number, body: Body) {
  const own = new AbortController(); // one for each scope
  const timer = setTimeout(() => own.abort(new TimeoutError(ms)), ms);
  try {
    return await body(AbortSignal.any([task.signal, own.signal]));
  } finally {
    clearTimeout(timer);
  }
}`,
  },
  'PAT-19': {
    title: 'Give each scope a timer of its own below the signal, and the deadline, of the scope around it',
    effort: 'hours',
    sketch: `
class Scope {
  constructor(readonly outer: Scope | undefined, ms: number) {
    this.deadline = Math.min(performance.now() + ms, outer?.deadline ?? Infinity);
    this.timer = setTimeout(() => this.expire(), this.deadline - performance.now());
    this.signal = outer ? AbortSignal.any([outer.signal, this.own.signal]) : this.own.signal;
  }
  remaining = () => Math.max(0, this.deadline - performance.now());
}`,
    note: 'Children that are spawned run below the scope of their parent, and so below its deadline.',
  },
  'PAT-20': {
    title: 'Keep the deadline, a point in time, and tell what is left of it at each call',
    effort: 'minutes',
    sketch: `
const deadline = performance.now() + ms;
const remaining = () => Math.max(0, deadline - performance.now());
await fetch(next, {
  headers: { 'x-time-left-ms': String(Math.floor(remaining())) },
  signal: scope.signal,
});`,
  },
  'PAT-21': {
    title: 'Tell "no limit" by undefined alone, and let a limit of zero or less expire at once',
    effort: 'minutes',
    sketch: `
if (ms === undefined) return; // not: if (!ms)
if (ms <= 0) expire(); // before the body begins
else timer = setTimeout(expire, ms);`,
    note: 'A default for all tasks is a limit. Document it, and let undefined switch it off.',
  },
  'PAT-22': {
    title: 'Clear the old timer when a limit is moved, and refuse to move one that is over',
    effort: 'minutes',
    sketch: `
move(ms: number | undefined) {
  if (this.ended) throw new Error('nothing runs under this limit any more');
  clearTimeout(this.timer);
  this.deadline = ms === undefined ? Infinity : performance.now() + ms;
  if (ms !== undefined) this.timer = setTimeout(() => this.expire(), ms);
}`,
  },
  'PAT-29': {
    title: "Arm long timers in pieces that the platform's timer can take",
    effort: 'minutes',
    sketch: `
const longest = 2 ** 31 - 1; // setTimeout takes one more for 1 ms
function after(ms: number, fire: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (left: number) => {
    timer = setTimeout(() => (left > longest ? arm(left - longest) : fire()), Math.min(left, longest));
  };
  arm(ms);
  return () => clearTimeout(timer);
}`,
  },
};
