import type { Fixes } from '../../fix.ts';

/** PAT-12, PAT-13, PAT-23 to PAT-25, PAT-28: shields, scopes, and what passes through them. */
export const scopeFixes: Fixes = {
  'PAT-12': {
    title: "Run the section under a signal of its own, and raise the task's cancellation after it",
    effort: 'hours',
    sketch: `
async function shield(task: Task, body: Body) {
  const value = await body(new AbortController().signal); // nobody aborts this one
  task.signal.throwIfAborted(); // the cancel that came meanwhile is not lost
  return value;
}`,
  },
  'PAT-13': {
    title: 'Count a task as running until its shielded sections have ended, and bound the wait for it',
    effort: 'hours',
    sketch: `
// A cancelled task stays in the set until its body has really ended.
body.finally(() => running.delete(task));

async function shutdown({ grace, force }: Limits) {
  await Promise.race([idle(), sleep(grace)]);
  cancelAll();
  await Promise.race([idle(), sleep(force)]); // a section without an end does not hold it up
  return { unfinished: [...running].map(({ id }) => ({ id })) };
}`,
    note: 'A limit that is set inside the section aborts the section, shielded or not.',
  },
  'PAT-23': {
    title: "Ask the task's own signal after a scope or group has ended, whatever that ended with",
    effort: 'hours',
    sketch: `
try {
  return await body(scope.signal);
} catch (error) {
  // Both may have fired. The one from outside is not ours to swallow.
  if (task.signal.aborted) throw task.signal.reason;
  if (scope.expired) throw scope.expired;
  throw error;
}`,
    note: 'Tell the two by the identity of the reason, and keep no "is unwinding" flag that answers a cancel.',
  },
  'PAT-24': {
    title: 'Give a scope a controller below that of the task, and end its handle with it',
    effort: 'hours',
    sketch: `
const own = new AbortController();
let open = true;
handOut((reason) => open && own.abort(reason ?? new Cancelled()));
try {
  return { value: await body(AbortSignal.any([outer, own.signal])) };
} catch (error) {
  if (own.signal.aborted && error === own.signal.reason && !outer.aborted) return { cancelled: true };
  throw error;
} finally {
  open = false;
}`,
  },
  'PAT-25': {
    title: 'Let every primitive wait for its body, and raise what that raised',
    effort: 'hours',
    sketch: `
async function primitive(outer: AbortSignal, body: Body) {
  try {
    return await body(outer); // not Promise.race with the abort: the frame still cleans up
  } catch (error) {
    if (isMine(error)) return handled(error);
    throw error; // a cancellation that is not this primitive's own passes through
  }
}`,
  },
  'PAT-28': {
    title: 'Run callbacks once, each guarded from the others, and at once if it is too late to wait',
    effort: 'minutes',
    sketch: `
onCancel(run: (reason: unknown) => void): () => void {
  if (this.cancelled) guarded(run, this.reason);
  else this.callbacks.add(run);
  return () => this.callbacks.delete(run);
}
cancel(reason?: unknown) {
  if (this.cancelled) return;
  Object.assign(this, { cancelled: true, reason });
  for (const run of [...this.callbacks]) guarded(run, reason); // try/catch around each
}`,
  },
};
