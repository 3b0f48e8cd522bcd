import type { Fixes } from '../../fix.ts';

/** CAN-04, CAN-05, CAN-13, CAN-27: clients hear of the end, once, and matter no more than is declared. */
export const clientFixes: Fixes = {
  'CAN-04': {
    title: 'Send the terminal event to a copy of the list, and let no client stop the loop',
    effort: 'minutes',
    sketch: `
function publish(task: Task, event: TaskEvent) {
  for (const client of [...task.clients]) {
    try {
      client.push(event); // into its own buffer, also while it is paused
    } catch (error) {
      log.warn('a client failed', error);
    }
  }
  for (const client of [...task.clients]) client.end();
}`,
    note: 'Call it after the outcome is decided and before the task is removed from the table that clients are found by.',
  },
  'CAN-05': {
    title: 'Keep the mark "terminal" out of reach of bodies',
    effort: 'hours',
    sketch: `
const emit = (task: Task, type: string, data?: unknown) =>
  publish(task, { type, data, terminal: false }); // whatever its name

function end(task: Task, outcome: Outcome) {
  if (task.outcome) return;
  task.outcome = outcome;
  publish(task, { type: outcome.kind, terminal: true });
}`,
    note: 'If the body announces its own end (terminal.authority=body-first), remember that it did and stay silent in end().',
  },
  'CAN-13': {
    title: 'Stop the task first, then tell the clients, however many there are',
    effort: 'minutes',
    sketch: `
cancel(id: string, reason?: unknown): boolean {
  const task = this.live.get(id);
  if (!task) return false;
  task.controller.abort(reason);              // first, and unconditional
  for (const client of this.clients.get(id) ?? []) client.push({ type: 'cancelling' });
  return true;
}`,
  },
  'CAN-27': {
    title: 'Decide in one place what the disconnect of a client does',
    effort: 'hours',
    sketch: `
function disconnected(client: Client, task: Task) {
  task.clients.delete(client);
  const cancels = {
    detach: false,
    'cancel-last': task.clients.size === 0,
    'cancel-owner': client === task.owner,
  };
  if (cancels[policy]) task.controller.abort(new Error('the client disconnected'));
}`,
    note: "Call it from the 'close' event of the connection, not from the next failed write: a quiet task may never write.",
  },
};
