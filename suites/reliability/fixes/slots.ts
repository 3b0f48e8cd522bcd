import type { Fixes } from '../../fix.ts';

/** REL-07 to REL-12, REL-14, REL-24: slots, queues and their order. */
export const slotFixes: Fixes = {
  'REL-07': {
    title: 'Take the slot in the same step in which you look for it',
    effort: 'minutes',
    sketch: `
function pump(): void {
  while (running.size < limit && queue.length > 0) {
    const task = queue.shift()!;
    running.add(task); // before anything is awaited
    void run(task).finally(() => {
      running.delete(task);
      pump();
    });
  }
}`,
  },
  'REL-08': {
    title: 'Give the slot back where the body ends, and nowhere else',
    effort: 'hours',
    sketch: `
const ended = (async () => body(signal))(); // settles when body and cleanup have ended
const told = new Promise<never>((_, no) => signal.addEventListener('abort', () => no(signal.reason)));
result = settleEarly ? Promise.race([ended, told]) : ended;
ended.catch(() => {}).finally(() => {
  running.delete(task); // not in the timer, not in cancel()
  pump();
});`,
    note: 'The outcome may be reported early; the slot may not be freed early.',
  },
  'REL-09': {
    title: 'Pair every taken slot with one release, in a finally',
    effort: 'minutes',
    sketch: `
async function run(task: Task): Promise<void> {
  running.add(task);
  try {
    settle(task, await task.body(task.signal)); // a synchronous throw lands in the catch as well
  } catch (error) {
    fail(task, error);
  } finally {
    running.delete(task); // a set: removing twice, or one that never ran, changes nothing
    pump();
  }
}`,
    note: 'A counter that cancel() lowers for queued tasks, too, gains a slot each time.',
  },
  'REL-10': {
    title: 'Pass the turn on when whoever was given it has gone',
    effort: 'hours',
    sketch: `
function release(): void {
  for (let next = waiters.shift(); next; next = waiters.shift()) {
    if (next.gone) continue; // cancelled meanwhile: the turn is the next one's
    next.grant(lease());
    return;
  }
  free += 1;
}
signal.addEventListener('abort', () => {
  waiter.gone = true;
  waiters.splice(waiters.indexOf(waiter), 1);
});`,
    note: 'Where a grant and its receipt are some turns apart, a cancel in between has to release as well.',
  },
  'REL-11': {
    title: 'Decide about an overflow in submit(), and answer whoever is dropped',
    effort: 'minutes',
    sketch: `
function submit(body: Body): Handle {
  if (queue.length >= queueLimit) { // waiting tasks only: the running ones have their slots
    if (overflow === 'refuse') throw new QueueFullError(queueLimit);
    const oldest = queue.shift()!;
    end(oldest, { kind: 'cancelled', error: new QueueFullError(queueLimit) }); // settled, not forgotten
  }
  return enqueue(body);
}`,
  },
  'REL-12': {
    title: 'Measure the queue, do not count it',
    effort: 'minutes',
    sketch: `
const waiting = () => queue.filter((task) => !task.outcome).length; // cancelled entries are no load
function cancelQueued(task: Task): void {
  queue.splice(queue.indexOf(task), 1);
  end(task, cancelled);
  admitNext(); // whoever waits for a place may come in now
}`,
    note: 'A rate limit books a start when it happens, not when the call arrives: an aborted call then holds nothing.',
  },
  'REL-14': {
    title: 'Hand over directly, and number the entries of a priority queue',
    effort: 'minutes',
    sketch: `
function release(): void {
  const next = waiters.shift();
  if (next) next.grant(); // stays taken: a newcomer in this turn cannot slip in
  else held = false;
}
const before = (a: Entry, b: Entry) => b.priority - a.priority || a.sequence - b.sequence;`,
  },
  'REL-24': {
    title: 'Give each lane slots and a queue of its own',
    effort: 'hours',
    sketch: `
const lanes = new Map<string, Lane>();
function submit(job: Job): Handle {
  const lane = lanes.get(job.lane) ?? newLane(job.lane, { slots: perLane, queue: [] });
  lane.queue.push(job);
  pump(lane); // looks at this lane alone
  return handleOf(job);
}`,
  },
};
