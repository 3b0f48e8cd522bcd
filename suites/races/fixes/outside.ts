import type { Fixes } from '../../fix.ts';

/** RAC-19 to RAC-23: transactions, stores, peers, and what is left over. */
export const outsideFixes: Fixes = {
  'RAC-19': {
    title: 'Roll back before the connection is given back, also when the body was cancelled',
    effort: 'minutes',
    sketch: `
const connection = await this.pool.take();
try {
  const value = await body(connection);
  await connection.query('COMMIT');
  return value;
} catch (error) {
  await connection.query('ROLLBACK'); // whatever ended the body
  throw error;
} finally {
  this.pool.give(connection);
}`,
  },
  'RAC-20': {
    title: 'Look for a cancel before the commit, and not after it',
    effort: 'minutes',
    sketch: `
signal.throwIfAborted(); // the last moment at which it can be stopped
await connection.query('COMMIT'); // one step for all writes; no signal is passed in
task.committed = true;
return value; // stored: the task completes, or says that it has committed`,
  },
  'RAC-21': {
    title: 'Give the store a limit, and answer whatever becomes of it',
    effort: 'hours',
    sketch: `
private async end(task: Task, outcome: Outcome): Promise<void> {
  try {
    await withLimit(this.storeLimit, this.store.write(task.id, outcome));
  } catch (error) {
    this.log.error('the end of the task was not stored', error);
  }
  this.commit(task, outcome);
  this.slots.give(task);
}`,
    note: 'A durable system that must not answer what it could not store declares store.failure=leave-to-lease.',
  },
  'RAC-22': {
    title: 'Say goodbye with a limit, then close this side',
    effort: 'minutes',
    sketch: `
private async hangUp(connection: Connection): Promise<void> {
  try {
    await withLimit(this.goodbyeLimit, connection.sayGoodbye());
  } finally {
    connection.destroy(); // once, answered or not
  }
}`,
  },
  'RAC-23': {
    title: 'Give back in one place what a task takes, however it ends',
    effort: 'minutes',
    sketch: `
const onAbort = () => this.cancel(task, signal.reason);
signal.addEventListener('abort', onAbort);
task.ended.finally(() => {
  signal.removeEventListener('abort', onAbort);
  clearTimeout(task.timer);
  if (this.tasks.get(task.id) === task) this.tasks.delete(task.id);
});`,
  },
};
