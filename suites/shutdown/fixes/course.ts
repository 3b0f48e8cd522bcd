import type { Fixes } from '../../fix.ts';

/** How long a shutdown takes, and what it says in the end. */
export const courseFixes: Fixes = {
  'SHU-01': {
    title: 'Return a promise that settles when the last body has ended',
    effort: 'hours',
    sketch: `
shutdown(): Promise<void> {
  this.closing = true;
  return (this.closed ??= (async () => {
    while (this.running.size > 0) await Promise.all([...this.running].map((task) => task.ended));
  })());
}`,
    note: 'Wait for the ends of the bodies, with their cleanup, not for their results: a result may be out before.',
  },
  'SHU-02': {
    title: 'Keep the promise of the first call, and hand it to every further one',
    effort: 'minutes',
    sketch: `
shutdown(options: Options): Promise<Report> {
  return (this.closed ??= this.#close(options)); // settled or not: no second course, no throw
}`,
  },
  'SHU-03': {
    title: 'Bound the wait by the grace period and the force allowance',
    effort: 'hours',
    sketch: `
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, ms, false)));
  const inTime = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}

if (!(await within(allEnded(), grace))) tell(running);
if (!(await within(allEnded(), force))) giveUp(running);`,
    note: 'A task that ignores its cancellation must not be able to hold the process.',
  },
  'SHU-04': {
    title: 'Leave the running tasks alone until the grace period is over, counted from the call',
    effort: 'minutes',
    sketch: `
const since = performance.now(); // of this call, not of the start of the process
const left = () => Math.max(0, since + grace - performance.now());
if (!(await within(allEnded(), left()))) for (const task of running) task.cancel(new ShuttingDown());`,
  },
  'SHU-05': {
    title: 'Tell the rest at the end of the grace period, then wait for the allowance',
    effort: 'hours',
    sketch: `
if (!(await within(allEnded(), grace))) {
  for (const task of running) task.cancel(new ShuttingDown());
  const inTime = await within(allEnded(), force); // the time in which they clean up
  if (!inTime) unfinished.push(...running);
}`,
  },
  'SHU-09': {
    title: 'Wait for the end of the cleanup of everybody who was told',
    effort: 'hours',
    sketch: `
async function run(task: Task): Promise<void> {
  try {
    await task.body(task.signal);
  } finally {
    for (const cleanup of task.cleanups.reverse()) await cleanup().catch(report);
    task.ended.resolve(); // the last thing: shutdown waits for this, not for the result
  }
}`,
  },
  'SHU-10': {
    title: 'Name those that had not ended when the time was up',
    effort: 'minutes',
    sketch: `
const unfinished = [...this.running].map(({ id, startedAt, state }) => ({
  id,
  age: performance.now() - startedAt,
  state,
}));
return { unfinished };`,
    note: 'Read the list when the allowance is over: what was running at the call may have ended since.',
  },
  'SHU-12': {
    title: 'Clear the timers, and take the listeners off, as soon as the work has ended',
    effort: 'minutes',
    sketch: `
try {
  await Promise.race([allEnded(), late.promise]);
} finally {
  clearTimeout(late.timer);
  for (const stop of this.listening.splice(0)) stop();
}`,
  },
  'SHU-26': {
    title: 'Compute one deadline, and give each phase what is left of it',
    effort: 'hours',
    sketch: `
const deadline = performance.now() + grace + force;
const left = () => Math.max(0, deadline - performance.now());
await within(allEnded(), left());
for (const component of [...components].reverse()) {
  const stopped = within(component.stop(), left()); // asked in any case, waited for while there is time
  if (!(await stopped)) log.warn(\`\${component.name} did not stop in time\`);
}`,
  },
};
