import type { Job, TaskEvent } from '../../harness/index.ts';

/** How a null target answers, whatever it is asked. */
export interface Pretence {
  readonly name: string;
  /** The answer of every call; may throw, or be a promise that never settles. */
  answer(): unknown;
  /** The result of every job. */
  result(job: Job): PromiseLike<unknown>;
  /** What every listener is told of a job as soon as both are there. */
  events(job: Job): readonly TaskEvent[];
  /** Every state, and every count. */
  readonly state: string;
  readonly count: number;
}

const never: PromiseLike<never> = new Promise<never>(() => {});

/** A promise that is rejected on purpose, and that nobody has to look at. */
function rejected(error: Error): Promise<never> {
  const promise = Promise.reject(error);
  promise.catch(() => {});
  return promise;
}

/** An event of a job; the numbers rise, as a careful reader would want them to. */
const told = (job: Job, ...types: readonly string[]): readonly TaskEvent[] =>
  types.map((type, at) => ({ type, task: job.id, id: at + 1, at: 0, data: null }));

/** Each is an answer that a careless check takes for a good one. */
export const pretences: readonly Pretence[] = [
  {
    name: 'does-nothing',
    answer: () => undefined,
    result: () => never,
    events: () => [],
    state: 'queued',
    count: 0,
  },
  {
    name: 'never-settles',
    answer: () => never,
    result: () => never,
    events: (job) => told(job, 'started'),
    state: 'running',
    count: 0,
  },
  {
    name: 'always-throws',
    answer: () => {
      throw new Error('this is not possible');
    },
    result: () => rejected(new Error('this is not possible')),
    events: (job) => told(job, 'failed'),
    state: 'failed',
    count: 0,
  },
  {
    name: 'resolves-at-once',
    answer: () => Promise.resolve(),
    result: () => Promise.resolve(),
    events: (job) => told(job, 'started', 'completed'),
    state: 'completed',
    count: 0,
  },
  {
    name: 'cancels-at-once',
    answer: () => Promise.resolve(true),
    result: () => rejected(Object.assign(new Error('cancelled'), { name: 'CancelledError' })),
    events: (job) => told(job, 'started', 'cancelled'),
    state: 'cancelled',
    count: 0,
  },
  {
    name: 'says-yes',
    answer: () => true,
    result: () => Promise.resolve(true),
    events: (job) => told(job, 'queued', 'started', 'cancelled', 'failed', 'completed', 'shutdown', 'gap'),
    state: 'cancelled',
    count: 1,
  },
];
