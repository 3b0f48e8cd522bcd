import type { Fixes } from '../../fix.ts';

/** CAN-14, CAN-15, CAN-30: the reason of a cancel. */
export const reasonFixes: Fixes = {
  'CAN-14': {
    title: 'Hand on the reason that was given, everywhere, as it is',
    effort: 'hours',
    sketch: `
cancel(task: Task, reason?: unknown): boolean {
  task.controller.abort(reason);            // body: signal.reason
  task.cancelled = { reason };
  return true;
}
const error = new CancelledError(task.cancelled.reason);             // result: error.reason
publish(task, { type: 'cancelled', reason: task.cancelled.reason }); // event`,
    note: 'A constant in the event is a kind of event, not a reason: put it beside the reason, not in its place.',
  },
  'CAN-15': {
    title: 'Store the reason with the first cancel only',
    effort: 'minutes',
    sketch: `
cancel(task: Task, reason?: unknown): boolean {
  task.cancelled ??= { reason };
  task.controller.abort(task.cancelled.reason); // aborting again changes nothing
  return true;
}`,
  },
  'CAN-30': {
    title: 'Ask whether the task was cancelled, never whether there is a reason',
    effort: 'minutes',
    sketch: `
cancel(task: Task, ...given: [reason?: unknown]): boolean {
  task.cancelled ??= { reason: given.length > 0 ? given[0] : new CancelledError() };
  task.controller.abort(task.cancelled.reason);
  return true;
}
// An object, so that the reasons null, 0, false and "" count as well:
const kind = task.cancelled ? 'cancelled' : 'failed';`,
    note: 'A rejection need not be an Error: a body may raise signal.reason, whatever it is. Compare by identity.',
  },
};
