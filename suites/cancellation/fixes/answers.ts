import type { Fixes } from '../../fix.ts';

/** CAN-07 to CAN-10: what a cancel answers, and that it does nothing when there is nothing to do. */
export const answerFixes: Fixes = {
  'CAN-07': {
    title: 'Offer cancel(id), and answer whether there was something to cancel',
    effort: 'hours',
    sketch: `
/** True: the task is being cancelled. False: it is unknown or has ended. */
cancel(id: string, reason?: unknown): boolean {
  const task = this.live.get(id);
  if (!task) return false;
  if (!task.started) this.dequeue(task);
  task.controller.abort(reason);
  return true;
}`,
    note: 'One function behind both doors: the handle calls the same cancel(id), so both give the same answer.',
  },
  'CAN-08': {
    title: 'Look the task up, and touch nothing if it is not there',
    effort: 'minutes',
    sketch: `
cancel(id: string, reason?: unknown): boolean {
  const task = this.live.get(id);
  if (!task) return false; // no throw, no list of identities to cancel later
  return this.stop(task, reason);
}`,
    note: 'To remember unknown identities is a promise of its own: declare cancel.unknown=tombstone, and let them expire.',
  },
  'CAN-09': {
    title: 'Ask for the outcome before anything else',
    effort: 'minutes',
    sketch: `
cancel(id: string, reason?: unknown): boolean {
  const task = this.tasks.get(id);
  if (!task || task.outcome) return false; // ended: state, result and events stay as they are
  task.controller.abort(reason);
  return true;
}`,
  },
  'CAN-10': {
    title: 'Let the first cancel through, and answer the later ones from its state',
    effort: 'minutes',
    sketch: `
cancel(task: Task, reason?: unknown): boolean {
  if (task.outcome) return false;
  if (task.cancelling) return true; // no second delivery, cleanup or event
  task.cancelling = true;
  task.controller.abort(reason);
  return true;
}`,
    note: 'Run registered cleanup where the body ends, by taking it off the list (splice(0)), never in cancel().',
  },
};
