import type { Job } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';

/** One job that an instance left to the next one. */
interface Entry {
  readonly job: Job;
  /** Settles with true when the job has been done after all: by the instance that had it before. */
  readonly done: Promise<boolean>;
}

/** What instances over the same data have in common. */
export class Data {
  readonly entries: Entry[] = [];
}

const undone = Promise.resolve(false);

/** A task that has not begun: the next instance runs it. */
export function keep({ data }: Core, task: Task): void {
  if (!task.outcome) data.entries.push({ job: task.job, done: undone });
}

/**
 * A task that is given up while it runs. Its body cannot be taken back: at least once, the next instance does not wait
 * for it; exactly once, it does, and runs the job again only if the body has failed.
 */
export function keepLeft({ data, settings }: Core, task: Task): void {
  const done = settings.exactlyOnce
    ? task.result.promise.then(
        () => true,
        () => false,
      )
    : undone;
  data.entries.push({ job: task.job, done });
}

/** Takes over what was kept. */
export function restore(core: Core, run: (job: Job) => void): void {
  for (const { job, done } of core.data.entries.splice(0)) {
    if (done === undone) run(job);
    else void done.then((already) => void (already || run(job)));
  }
}
