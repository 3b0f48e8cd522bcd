import type { Fixes } from '../../fix.ts';

/** RAC-12 to RAC-14, RAC-24 to RAC-26: shutdown, identities, calls from inside, refusals. */
export const shutdownFixes: Fixes = {
  'RAC-12': {
    title: 'Close the intake before the list of tasks is taken, in one step',
    effort: 'minutes',
    sketch: `
shutdown(): Promise<void> {
  this.closed = true; // first: from here on submit() refuses
  return (this.ending ??= Promise.allSettled([...this.live].map((task) => task.ended)).then(() => {}));
}
submit(job: Job): Task {
  if (this.closed) throw new ShuttingDown();
  return this.accept(job);
}`,
  },
  'RAC-13': {
    title: 'Keep the promise of the first shutdown, and give it to everybody',
    effort: 'minutes',
    sketch: `
shutdown(): Promise<void> {
  this.ending ??= this.drain(); // the second caller waits for the same end
  return this.ending;
}`,
  },
  'RAC-14': {
    title: 'Let the end of the body decide, not the state of the coordinator',
    effort: 'minutes',
    sketch: `
body.then(
  (value) => this.commit(task, { kind: 'completed', value }), // also while it drains
  (error) => this.commit(task, ending(task, error)),
);
// In the end only what has not ended is given up:
for (const task of [...this.live].filter((task) => !task.outcome)) this.giveUp(task);`,
  },
  'RAC-24': {
    title: 'Hold on to the task, not to its identity',
    effort: 'minutes',
    sketch: `
private forget(task: Task): void {
  clearTimeout(task.timer);
  if (this.tasks.get(task.id) === task) this.tasks.delete(task.id); // not its successor
}
emit = (type: string) => this.broadcast(task, type); // closed over the task, no lookup by id`,
  },
  'RAC-25': {
    title: 'Queue what is raised inside a delivery, and let calls go on at once',
    effort: 'hours',
    sketch: `
private raise(event: TaskEvent): void {
  this.outbox.push(event);
  if (this.delivering) return; // goes out when the present one has been sent to everybody
  this.delivering = true;
  for (let next = this.outbox.shift(); next; next = this.outbox.shift()) this.broadcast(next);
  this.delivering = false;
}`,
    note: 'No call may wait for the broadcast in progress: the handler that makes it is a part of that broadcast.',
  },
  'RAC-26': {
    title: 'Check everything before the first trace is left',
    effort: 'minutes',
    sketch: `
submit(job: Job): Task {
  if (this.closed) throw new ShuttingDown();
  if (this.waiting.length >= this.queueLimit) throw new QueueFull();
  job.signal?.throwIfAborted();
  const task = new Task(job); // only from here on: entry, slot, listener
  this.tasks.set(task.id, task);
  return task;
}`,
  },
};
