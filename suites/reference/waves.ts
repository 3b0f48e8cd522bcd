import type { Ending, Job, Token, WaveItem, WavesResult, WavesWish } from '../../harness/index.ts';
import type { Core } from './core.ts';
import { Cancelled, TimedOut } from './errors.ts';
import { Scope } from './scope.ts';

export type Waves = readonly (readonly Job[])[];
export type Failure = NonNullable<WavesResult['failures']>[number];

/** What runs of waves are made of; see `Parts`. */
export interface WaveParts {
  /** Waits for the end of a run: of all that it does, or of its time. */
  settle(core: Core, run: Run, course: Promise<WavesResult>): Promise<WavesResult>;
  /** A cancel or the end of the time has reached the run. */
  stop(core: Core, run: Run, stop: RunStop): void;
  /** Sets the time limit of a run; gives how it is taken back. */
  arm(core: Core, run: Run, ms: number): () => void;
  /** The look at the token before each wave. */
  mayStart(core: Core, run: Run, wave: number): boolean;
  /** The look at the token before each item. */
  mayTake(core: Core, run: Run): boolean;
  /** Waits for the items of a wave. */
  join(core: Core, run: Run, workers: readonly Promise<void>[]): Promise<unknown>;
  /** An item has failed. */
  failed(core: Core, run: Run, failure: Failure): void;
  /** True if a wave counts as completed; `whole`: all its items ended as they should. */
  completes(core: Core, run: Run, whole: boolean): boolean;
  /** How a run ended; `cut`: it stopped before its last wave had completed. */
  ending(core: Core, run: Run, cut: boolean): Ending;
  answer(core: Core, run: Run, ending: Ending): WavesResult;
  /** Tells the clients of the end. */
  tell(core: Core, run: Run, answer: WavesResult): void;
  announce(core: Core, run: Run, answer: WavesResult): void;
  /** Tells that a cancelled run has cleaned up. */
  handled(core: Core, run: Run): void;
}

export type RunStop =
  | { readonly kind: 'cancelled'; readonly reason: unknown }
  | { readonly kind: 'timeout'; readonly reason: TimedOut };

/** One run of waves. */
export class Run {
  readonly id: string;
  readonly waves: Waves;
  readonly token: Token | undefined;
  readonly failure: 'stop' | 'go-on';
  /** What items are told by, where they are told. */
  readonly scope = new Scope();
  readonly results: WaveItem[] = [];
  readonly failures: Failure[] = [];
  /** Number of the last wave that is complete. */
  last = 0;
  /** Number of the last wave that was started. */
  started = 0;
  halt: RunStop | undefined;
  /** The run has nothing more to do. */
  over = false;
  /** Is called when the run is stopped. */
  halted: () => void = () => {};

  constructor(id: string, waves: Waves, token: Token | undefined, failure: Run['failure']) {
    this.id = id;
    this.waves = waves;
    this.token = token;
    this.failure = failure;
  }
}

/** Runs waves of jobs, one wave after another. */
export async function runWaves(core: Core, waves: Waves, wish: WavesWish): Promise<WavesResult> {
  const { token, timeout, failure = core.settings.waveFailure } = wish;
  const { parts } = core;
  core.runs += 1;
  const run = new Run(`run ${core.runs}`, waves, token, failure);
  const cancel = (reason: unknown): void => parts.waves.stop(core, run, { kind: 'cancelled', reason });
  const unheed = token && parts.tokens.heed(token, cancel);
  const disarm = timeout === undefined ? undefined : parts.waves.arm(core, run, timeout);
  const course = follow(core, run).finally(() => {
    run.over = true;
    unheed?.();
    disarm?.();
  });
  return parts.waves.settle(core, run, course);
}

async function follow(core: Core, run: Run): Promise<WavesResult> {
  const { waves } = core.parts;
  let cut = false;
  for (const [index, items] of run.waves.entries()) {
    cut = !waves.mayStart(core, run, index + 1);
    if (cut) break;
    run.started = index + 1;
    cut = !(await wave(core, run, index + 1, items));
    if (cut) break;
    run.last = index + 1;
  }
  const answer = waves.answer(core, run, waves.ending(core, run, cut));
  waves.tell(core, run, answer);
  return answer;
}

/** As many items at once as the coordinator runs tasks. True: the wave is complete. */
async function wave(core: Core, run: Run, number: number, items: readonly Job[]): Promise<boolean> {
  const { waves } = core.parts;
  const ended: WaveItem[] = [];
  const failures = run.failures.length;
  let at = 0;
  const worker = async (): Promise<void> => {
    for (let job = items[at]; job && waves.mayTake(core, run); job = items[at]) {
      at += 1;
      await item(core, run, number, job, ended);
    }
  };
  await waves.join(core, run, Array.from({ length: Math.min(core.limit, items.length) }, worker));
  const forgiven = run.failure === 'go-on' ? run.failures.length - failures : 0;
  const complete = waves.completes(core, run, ended.length + forgiven === items.length);
  run.results.push(...(complete ? ended : ended.map((one) => ({ ...one, partial: true }))));
  return complete;
}

async function item(core: Core, run: Run, wave: number, job: Job, ended: WaveItem[]): Promise<void> {
  const told = core.settings.checkpoint === 'await';
  try {
    ended.push({ wave, id: job.id, value: await job.run(told ? run.scope.signal : undefined) });
  } catch (error) {
    const yielded = run.scope.cancelled && Object.is(error, run.scope.reason);
    if (!yielded) core.parts.waves.failed(core, run, { wave, id: job.id, error });
  }
}

/** Given early, the answer is what there is at the limit; the work goes on to its end, and nobody hears of it. */
function settle(core: Core, run: Run, course: Promise<WavesResult>): Promise<WavesResult> {
  if (!core.settings.earlyTimeout) return course;
  const early = new Promise<WavesResult>((resolve) => {
    run.halted = () => {
      if (run.halt?.kind === 'timeout') resolve(core.parts.waves.answer(core, run, core.settings.timeoutAs));
    };
  });
  return Promise.race([course, early]);
}

const arm = (core: Core, run: Run, ms: number): (() => void) =>
  core.parts.after(ms, () => core.parts.waves.stop(core, run, { kind: 'timeout', reason: new TimedOut(ms) }));

function stop(_core: Core, run: Run, halt: RunStop): void {
  if (run.halt || run.over) return;
  run.halt = halt;
  run.scope.cancel(halt.reason ?? new Cancelled());
  run.halted();
}

const mayStart = (_core: Core, run: Run): boolean => !run.halt;

const mayTake = ({ settings: { checkpoint } }: Core, run: Run): boolean =>
  !run.halt || checkpoint === 'wave' || checkpoint === 'wave+final';

const join = (_core: Core, _run: Run, workers: readonly Promise<void>[]): Promise<unknown> => Promise.all(workers);

const failed = (_core: Core, run: Run, failure: Failure): void => void run.failures.push(failure);

const completes = (_core: Core, _run: Run, whole: boolean): boolean => whole;

/** A failure ends a run that does not go on, whatever came after it; a stop only one that was cut short by it. */
function ending({ settings }: Core, run: Run, cut: boolean): Ending {
  if (run.failures.length > 0 && run.failure === 'stop') return 'failed';
  const looks = cut || settings.checkpoint === 'wave+final';
  if (!run.halt || !looks) return 'completed';
  return run.halt.kind === 'timeout' ? settings.timeoutAs : 'cancelled';
}

/** A copy: what has been handed out does not change any more. */
function answer(_core: Core, run: Run, ending: Ending): WavesResult {
  const { last, failures, halt } = run;
  return {
    ending,
    last,
    results: [...run.results],
    ...(ending === 'cancelled' ? { reason: halt?.reason } : {}),
    ...(ending === 'failed' ? { error: failures[0]?.error ?? halt?.reason } : {}),
    ...(failures.length > 0 ? { failures: [...failures] } : {}),
  };
}

function tell(core: Core, run: Run, given: WavesResult): void {
  if (given.ending !== 'cancelled') return;
  core.parts.waves.announce(core, run, given);
  core.parts.waves.handled(core, run);
}

function announce(core: Core, run: Run, { last, reason }: WavesResult): void {
  send(core, run, 'run-cancelled', { wave: last, reason });
}

const handled = (core: Core, run: Run): void => send(core, run, 'run-handled', undefined);

function send(core: Core, { id }: Run, type: string, data: unknown): void {
  core.parts.broadcast(core, core.listeners, { ...core.parts.stamp(core), type, task: id, data, terminal: false });
}

export const waveParts: WaveParts = {
  settle,
  stop,
  arm,
  mayStart,
  mayTake,
  join,
  failed,
  completes,
  ending,
  answer,
  tell,
  announce,
  handled,
};
