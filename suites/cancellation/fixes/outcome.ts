import type { Fixes } from '../../fix.ts';

/** CAN-03, CAN-06, CAN-19, CAN-26: a cancelled task has one outcome, everybody gets it, and it is true. */
export const outcomeFixes: Fixes = {
  'CAN-03': {
    title: 'Keep "cancelled" apart from "failed" in one place, and let all views read it there',
    effort: 'hours',
    sketch: `
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor(readonly reason?: unknown) { super('the task was cancelled'); }
}
type Outcome = { kind: 'completed'; value: unknown } | { kind: 'failed'; error: unknown }
  | { kind: 'cancelled'; error: CancelledError };

const outcomeOf = (task: Task, error: unknown): Outcome =>
  task.controller.signal.aborted && error === task.controller.signal.reason
    ? { kind: 'cancelled', error: new CancelledError(error) } : { kind: 'failed', error };`,
    note: 'Result, event, query and late subscription are all written from this outcome, never each from its own guess.',
  },
  'CAN-06': {
    title: 'Notify in the handler, then pass the cancellation on',
    effort: 'minutes',
    sketch: `
try {
  return await body(signal);
} catch (error) {
  if (signal.aborted) notify(task, 'cancelled');
  throw error; // whoever awaits the result must not take silence for a value
}`,
    note: 'The same holds in Python: catch CancelledError, notify, raise.',
  },
  'CAN-19': {
    title: 'Decide the outcome once, when the body has ended',
    effort: 'hours',
    sketch: `
async function run(task: Task) {
  let outcome: Outcome;
  try {
    outcome = { kind: 'completed', value: await task.body(task.signal) };
  } catch (error) {
    outcome = outcomeOf(task, error);
  }
  settle(task, outcome); // the only call of settle for a task that has started
}`,
    note: 'If a cancel is to win over a value, decide that here too (cancel.binding=sticky), not with a second settlement.',
  },
  'CAN-26': {
    title: 'Settle the result on every way out of the body',
    effort: 'hours',
    sketch: `
function settle(task: Task, outcome: Outcome) {
  if (task.outcome) return;
  task.outcome = outcome;
  for (const waiter of task.waiters.splice(0)) waiter(outcome);
}
const result = (task: Task) => new Promise<Outcome>((resolve) => {
  if (task.outcome) resolve(task.outcome); // whoever asks after the end
  else task.waiters.push(resolve);
});`,
  },
};
