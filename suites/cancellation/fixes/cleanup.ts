import type { Fixes } from '../../fix.ts';

/** CAN-16, CAN-17, CAN-18: cleanup is waited for, can wait itself, and its errors are kept. */
export const cleanupFixes: Fixes = {
  'CAN-16': {
    title: 'Await the body and its cleanup, then publish',
    effort: 'hours',
    sketch: `
async function run(task: Task) {
  let outcome: Outcome;
  try {
    outcome = { kind: 'completed', value: await task.body(task.signal) }; // no race against the abort
  } catch (error) {
    outcome = outcomeOf(task, error);
  }
  for (const cleanup of task.cleanups.splice(0).reverse()) await cleanup();
  end(task, outcome);
}`,
    note: 'To answer early on purpose, declare terminal.when=at-acceptance and offer a promise of the end beside the result. Errors of a cleanup: CAN-18.',
  },
  'CAN-17': {
    title: 'Deliver the cancellation once: a wait that begins afterwards is not cancelled again',
    effort: 'hours',
    sketch: `
async function sleep(ms: number, task: Task): Promise<void> {
  if (task.signal.aborted && !task.delivered) {
    task.delivered = true;
    throw task.signal.reason;
  }
  // In the cleanup (delivered) the wait is an ordinary one.
  await waitOr(task.delivered ? undefined : task.signal, ms, () => { task.delivered = true; });
}`,
    note: 'If every wait is to be cancelled until the scope ends (cancel.trigger=level), lend a shield that hides the signal.',
  },
  'CAN-18': {
    title: 'Attach what went wrong on the way out to the outcome',
    effort: 'hours',
    sketch: `
const errors: unknown[] = [];
try { await task.body(task.signal); }
catch (error) { if (error !== task.signal.reason) errors.push(error); }
for (const cleanup of task.cleanups.splice(0).reverse()) {
  try { await cleanup(); } catch (error) { errors.push(error); }
}
const cancelled = new CancelledError(task.signal.reason);
if (errors.length > 0) cancelled.cause = errors.length > 1 ? new AggregateError(errors) : errors[0];`,
    note: 'Where the outcome is published before the cleanup ends, write a diagnostics record with the error instead.',
  },
};
