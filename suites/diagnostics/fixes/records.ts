import type { Fixes } from '../../fix.ts';

/** OBS-01 to OBS-05: events, causes and records. */
export const recordFixes: Fixes = {
  'OBS-01': {
    title: 'Have one function end a task, and let everybody who ends one go through it',
    effort: 'hours',
    sketch: `
function end(task: Task, outcome: Outcome): void {
  if (task.outcome) return; // the first one wins, and only the first is told
  task.outcome = outcome;
  task.settle(outcome);
  emit({ type: outcome.kind, task: task.id, data: outcome.error });
}
// started: in the function that calls the body, not in submit()
emit({ type: 'started', task: task.id });`,
    note: 'Tasks that leave the queue (cancel, flush, shutdown) are the ones that are forgotten.',
  },
  'OBS-02': {
    title: 'Number the events with a counter, and write the time as an ISO date',
    effort: 'minutes',
    sketch: `
let last = 0;
function emit(event: Unstamped): void {
  deliver({ ...event, id: ++last, at: new Date().toISOString() });
}`,
    note: 'A clock can be set back, and gives two events of one millisecond the same number.',
  },
  'OBS-03': {
    title: 'Wrap an error with its cause, never with its text',
    effort: 'minutes',
    sketch: `
try {
  return await body(signal);
} catch (error) {
  // the error itself, or one that leads to it
  throw new TaskFailed(\`task \${task.id} failed\`, { cause: error });
}`,
    note: 'Whoever throws a string or an object must find it again: `cause` takes any value.',
  },
  'OBS-04': {
    title: 'Describe what is left before you give it up',
    effort: 'minutes',
    sketch: `
const unfinished = [...running].map((task) => ({
  id: task.id,
  age: performance.now() - task.startedAt, // since its start, not since the shutdown
  state: task.lastEvent ?? task.state, // 'step 2', 'running', 'cancelling'
}));
return { unfinished };`,
  },
  'OBS-05': {
    title: 'Log a cancellation once, as information, with its reason',
    effort: 'minutes',
    sketch: `
function log(task: Task, { kind, error }: Outcome): void {
  if (kind === 'failed') logger.error({ task: task.id, error }, 'task failed');
  else if (kind === 'cancelled') logger.info({ task: task.id, reason: task.reason }, 'task cancelled');
}`,
    note: 'Call it where the outcome is decided, and nowhere on the way there.',
  },
};
