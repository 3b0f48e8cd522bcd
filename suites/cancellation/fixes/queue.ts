import type { Fixes } from '../../fix.ts';

/** CAN-11, CAN-12, CAN-21, CAN-24, CAN-29: tasks that wait, all tasks at once, and the caller's signal. */
export const queueFixes: Fixes = {
  'CAN-11': {
    title: 'Look again at the dequeue, with nothing between the look and the start',
    effort: 'minutes',
    sketch: `
function pump() {
  while (running.size < limit) {
    const task = queue.shift();
    if (!task) return;
    if (task.outcome || task.controller.signal.aborted) continue; // its turn goes by
    running.add(task);
    void run(task).finally(() => { running.delete(task); pump(); });
  }
}`,
    note: 'Taking the entry off the queue in cancel() is not enough if the dequeue awaits between shift and start.',
  },
  'CAN-12': {
    title: 'Settle a queued task in cancel(), and take it off the queue',
    effort: 'minutes',
    sketch: `
function cancelQueued(task: Task, reason?: unknown): boolean {
  const index = queue.indexOf(task);
  if (index < 0) return false;
  queue.splice(index, 1);
  end(task, { kind: 'cancelled', error: new CancelledError(reason) }); // result and event, now
  return true;
}`,
    note: 'A flush (clear) has to go through the same function for every entry: dropping the array leaves its callers waiting.',
  },
  'CAN-21': {
    title: 'Take a snapshot of the live tasks, then cancel each of them',
    effort: 'minutes',
    sketch: `
cancelAll(reason?: unknown): number {
  const live = [...this.queue, ...this.running]; // a copy: ending a task changes the originals
  let count = 0;
  for (const task of live) if (this.cancel(task, reason)) count++;
  return count;
}`,
    note: 'No flag: what is submitted after the call is none of its business.',
  },
  'CAN-24': {
    title: 'Read signal.aborted in submit(), before you listen',
    effort: 'minutes',
    sketch: `
submit(body: Body, { signal }: { signal?: AbortSignal } = {}): Handle {
  const task = makeTask(body);
  if (signal?.aborted) {
    end(task, { kind: 'cancelled', error: new CancelledError(signal.reason) });
    return handleOf(task); // never queued, never started, slot or no slot
  }
  signal?.addEventListener('abort', () => cancel(task, signal.reason), { once: true });
  return enqueue(task);
}`,
  },
  'CAN-29': {
    title: 'Listen to the signal from the submit to the end, once for each task',
    effort: 'hours',
    sketch: `
submit(body: Body, { signal }: { signal?: AbortSignal } = {}): Handle {
  const task = makeTask(body);
  if (signal) {
    const stop = () => cancel(task, signal.reason); // queued or running, the same way
    signal.addEventListener('abort', stop, { once: true });
    task.onEnd(() => signal.removeEventListener('abort', stop));
  }
  return enqueue(task);
}`,
    note: 'Keep no set of signals already seen: tasks that share a signal each need a listener. The aborted flag is CAN-24.',
  },
};
