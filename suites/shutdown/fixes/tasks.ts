import type { Fixes } from '../../fix.ts';

/** What becomes of tasks that run, wait or come. */
export const taskFixes: Fixes = {
  'SHU-06': {
    title: 'Close the intake before anything else, and refuse from then on',
    effort: 'minutes',
    sketch: `
submit(body: Body): Handle {
  if (this.closing) throw new Refused('shutting down');
  return this.#enqueue(body);
}

shutdown(): Promise<void> {
  this.closing = true; // before the first await
  …
}`,
  },
  'SHU-07': {
    title: 'Tell every running task once, from the list of tasks',
    effort: 'minutes',
    sketch: `
for (const task of this.running) {
  if (task.told) continue;
  task.told = true;
  task.controller.abort(new ShuttingDown()); // a reason of its own
}`,
    note: 'A loop over clients misses the tasks that nobody listens to.',
  },
  'SHU-08': {
    title: 'Answer, run, hand back or keep each waiting task, and say which',
    effort: 'hours',
    sketch: `
for (const task of this.queue.splice(0)) {
  task.reject(new Cancelled('shutting down')); // or: returned.push(task.id), or: store.put(task)
}`,
    note: 'Emptying the queue without an answer leaves callers that wait for ever.',
  },
  'SHU-23': {
    title: 'Refuse after the end as clearly as during the shutdown',
    effort: 'minutes',
    sketch: `
submit(body: Body): Handle {
  if (this.closed) throw new Refused('this coordinator has shut down');
  …
}`,
    note: 'A worker that has stopped must not leave the queue open: nobody would take from it.',
  },
  'SHU-24': {
    title: 'Do not wait for the task that asks',
    effort: 'hours',
    sketch: `
const current = new AsyncLocalStorage<Task>(); // current.run(task, () => task.body(signal))

shutdown(): Promise<void> {
  const self = current.getStore();
  return allEnded([...this.running].filter((task) => task !== self));
}`,
  },
  'SHU-27': {
    title: 'Settle what is given up, and let a late end change nothing',
    effort: 'hours',
    sketch: `
for (const task of unfinished) settle(task, 'cancelled', new Cancelled('shut down'));

function settle(task: Task, state: State, value: unknown): void {
  if (task.state !== 'running') return; // the body that ends after all comes too late
  task.state = state;
  …
}`,
  },
  'SHU-28': {
    title: 'Move a job from running to waiting in one step, and only if it has not ended',
    effort: 'days',
    sketch: `
for (const job of this.running) {
  if (job.ended) continue;
  await store.transaction(async (tx) => {
    await tx.remove('running', job.id);
    await tx.push('waiting', job);
  });
}`,
    note: 'Two writes leave a moment in which a job is in both lists, or in none.',
  },
  'SHU-29': {
    title: 'Let work that was accepted finish with its children',
    effort: 'hours',
    sketch: `
spawn(parent: Task, body: Body): Handle {
  // The intake is closed for newcomers, not for those the shutdown waits for.
  const child = this.#start(body);
  parent.children.add(child.ended);
  return child;
}`,
    note: 'If children are to be refused, throw: a handle that never settles blocks the drain.',
  },
  'SHU-30': {
    title: 'Keep cancelling as always while the work drains',
    effort: 'minutes',
    sketch: `
cancel(id: string): boolean {
  const task = this.tasks.get(id); // no look at \`closing\`
  return task ? this.#stop(task) : false;
}`,
  },
};
