import type { Fixes } from '../../fix.ts';

/** RAC-01 to RAC-05, RAC-15, RAC-18: one winner, one end, one cleanup. */
export const winnerFixes: Fixes = {
  'RAC-01': {
    title: 'Decide the outcome in one step, and have everybody read that decision',
    effort: 'hours',
    sketch: `
private commit(task: Task, outcome: Outcome): boolean {
  if (task.outcome) return false; // looked at and set without an await between
  task.outcome = outcome;
  task.settle(outcome);
  this.broadcast(task, outcome);
  return true;
}
cancel(task: Task): boolean {
  return this.commit(task, { kind: 'cancelled' }); // its answer is who has won
}`,
    note: 'Hooks that are awaited (audit, persistence) go before the look at the outcome, never between look and set.',
  },
  'RAC-02': {
    title: 'Settle, publish and remove outside the wrapper of the body',
    effort: 'hours',
    sketch: `
cancel(task: Task): boolean {
  if (task.outcome) return false;
  if (!task.started) {
    this.queue.delete(task);
    this.commit(task, { kind: 'cancelled' }); // no body will run, so no finally of it can do this
    return true;
  }
  task.controller.abort();
  return true;
}`,
  },
  'RAC-03': {
    title: 'Run notification and registered cleanup under nothing that a cancel can abort',
    effort: 'hours',
    sketch: `
private async end(task: Task, outcome: Outcome): Promise<void> {
  // No signal of the task is handed in here: a second cancel finds task.outcome set and returns.
  for (const cleanup of task.cleanups.splice(0).reverse()) await cleanup();
  this.commit(task, outcome);
  await Promise.allSettled(task.clients.map((client) => client.deliver(outcome)));
}`,
    note: 'Where the force limit of a shutdown may cut it, give that its own controller.',
  },
  'RAC-04': {
    title: 'Test and set the flag before the first await',
    effort: 'minutes',
    sketch: `
cancel(task: Task): boolean {
  if (task.outcome) return false;
  if (task.stopping) return true;
  task.stopping = true; // before anything is awaited: the next caller finds it
  task.controller.abort();
  return true;
}`,
    note: 'Leave registered cleanups to the end of the body: it runs once, however many callers there were.',
  },
  'RAC-05': {
    title: 'Keep cause and kind of the first stop together',
    effort: 'minutes',
    sketch: `
private stop(task: Task, stop: { kind: 'cancelled' | 'timeout'; reason: unknown }): void {
  if (task.outcome || task.stop) return; // the first one counts, with both its halves
  task.stop = stop;
  clearTimeout(task.timer);
  task.controller.abort(stop.reason);
}`,
  },
  'RAC-15': {
    title: 'Make the terminal state the last one: one function sets it, and only once',
    effort: 'hours',
    sketch: `
private commit(task: Task, outcome: Outcome): boolean {
  if (task.outcome) return false; // a late return, a late timer, a late report: all end here
  task.outcome = outcome;
  task.state = outcome.kind;
  return true;
}
emit(task: Task, type: string, data: unknown): void {
  if (!task.outcome) this.broadcast(task, { type, data }); // looked at before anything is touched
}`,
  },
  'RAC-18': {
    title: 'Take a cleanup off the list before it is run',
    effort: 'minutes',
    sketch: `
private async cleanUp(task: Task): Promise<void> {
  for (let cleanup = task.cleanups.pop(); cleanup; cleanup = task.cleanups.pop()) {
    try {
      await cleanup();
    } catch (error) {
      task.errors.push(error);
    }
  }
}`,
    note: 'Call it in one place only, where the body has ended, whatever it ended with.',
  },
};
