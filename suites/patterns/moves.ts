import type { JobSetting, Lab, Program, Setting } from '../../harness/index.ts';
import type { Workload } from '../cancellation/claims.ts';

/** One thing that a workload does before it rests. */
export type Move = (lab: Lab) => void | Promise<void>;
/** Moves by the mark of the rest after each: a moment that claims can name, as "once a is open". */
export type Moves = Readonly<Record<string, Move>>;

export const opens =
  (...gates: readonly string[]): Move =>
  (lab) =>
    lab.open(...gates);
export const cancels =
  (task: string, ...reason: readonly [unknown?]): Move =>
  (lab) =>
    lab.cancel(task, ...reason);
/** Lets so many ms pass, and then opens gates. */
export const waits =
  (ms: number, ...gates: readonly string[]): Move =>
  async (lab) => {
    await lab.advance(ms);
    lab.open(...gates);
  };

/** The mark of the rest after the last submit. */
export const begun = 'in the beginning';

/** For tasks side by side, and what they start: some coordinators run one at a time unless they are told otherwise. */
const room = 8;

/** Submits the tasks in their order, rests, and rests again after each move. */
export const plays =
  (
    tasks: Readonly<Record<string, Program>>,
    moves: Moves = {},
    { settings = {}, open }: { readonly settings?: Readonly<Record<string, JobSetting>>; readonly open?: Setting } = {},
  ): Workload =>
  async (lab) => {
    await lab.coordinator(open ?? (Object.keys(tasks).length > 1 ? { concurrency: room } : {}));
    for (const [task, program] of Object.entries(tasks)) lab.submit(task, program, settings[task]);
    await lab.quiesce(begun);
    for (const [mark, move] of Object.entries(moves)) {
      await move(lab);
      await lab.quiesce(mark);
    }
  };
