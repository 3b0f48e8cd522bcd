import type { Fixes } from '../../fix.ts';

/** CAN-01, CAN-02, CAN-20, CAN-25, CAN-28: the cancel arrives at the body, and at no other. */
export const deliveryFixes: Fixes = {
  'CAN-01': {
    title: 'Give every task a controller, and abort it in cancel()',
    effort: 'hours',
    sketch: `
start(task: Task) {
  task.controller = new AbortController();
  task.running = task.body(task.controller.signal);
}
cancel(id: string, reason?: unknown): boolean {
  const task = this.live.get(id);
  if (!task) return false;
  task.controller.abort(reason);
  return true;
}`,
    note: 'The body has to look: pass the signal on to fetch, timers and loops, or call signal.throwIfAborted() in them.',
  },
  'CAN-02': {
    title: 'Make the controller in submit(), one for each task',
    effort: 'minutes',
    sketch: `
submit(body: Body): Handle {
  const controller = new AbortController(); // never a field of the coordinator
  const task = { body, controller };
  this.#queue.push(task);
  return { result: task.result, cancel: (reason) => controller.abort(reason) };
}`,
    note: 'A controller for all belongs to the shutdown alone; derive: AbortSignal.any([own.signal, shutdown.signal]).',
  },
  'CAN-20': {
    title: 'Do not wait for the end of the task that asks',
    effort: 'hours',
    sketch: `
const running = new AsyncLocalStorage<Task>();

async function cancel(task: Task, reason?: unknown): Promise<boolean> {
  task.controller.abort(reason);
  // The caller is the body itself: its end cannot come before this answer.
  if (running.getStore() === task) return true;
  await task.ended;
  return true;
}
// start: running.run(task, () => task.body(task.controller.signal))`,
    note: 'A child that cancels its parent and awaits the answer waits for itself too: walk up the chain of owners.',
  },
  'CAN-25': {
    title: 'Let every wait end by the signal of the task that waits',
    effort: 'hours',
    sketch: `
function wait<T>(signal: AbortSignal, arm: (done: (value: T) => void) => () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => { disarm(); reject(signal.reason); };
    const disarm = arm((value) => { signal.removeEventListener('abort', stop); resolve(value); });
    signal.addEventListener('abort', stop, { once: true });
  });
}
const sleep = (ms: number, signal: AbortSignal) =>
  wait<void>(signal, (done) => { const timer = setTimeout(done, ms); return () => clearTimeout(timer); });`,
    note: 'For a lock, disarm takes the waiter out of the line; a time limit derives its signal: AbortSignal.any([outer, own]).',
  },
  'CAN-28': {
    title: 'Give the slot back at the exit of the thread, not at the call of terminate()',
    effort: 'hours',
    sketch: `
async function kill(task: Task, reason: unknown) {
  task.killed = { reason };            // before terminate: its exit is then no failure
  await task.worker.terminate();       // resolves when the thread has exited
}
worker.once('exit', () => {
  if (task.killed) settle(task, cancelled(task.killed.reason));
  else settle(task, failed(new Error('the worker exited')));
  slots.release();
});`,
    note: "An 'error' or 'online' that comes after killed was set must not settle the task either.",
  },
};
