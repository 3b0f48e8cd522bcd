import type { Limit, Spawn, Transaction } from '../adapter/lent.ts';
import type { Lent } from '../adapter/lent.ts';
import type { Program, Step, StepName, Steps } from '../adapter/program.ts';
import type { Lease } from '../adapter/resources.ts';
import type { Token } from '../adapter/tokens.ts';
import type { Given, ProgramKit } from './kit.ts';
import { Hearing } from './hearing.ts';

/** What each step does. A promise is awaited, and its value is the step's; nothing: it is over at once. */
export type Actions = {
  readonly [Name in StepName]: (section: Section, argument: Steps[Name]) => Promise<unknown> | undefined;
};

/** Runs a program as a body with a journal of its own. */
export type Live = (run: Run, program: Program, hearing: Hearing | undefined, cleaning: boolean) => Promise<unknown>;

/** What all bodies of one job share. */
export interface Home {
  /** The kit's id of the job. */
  readonly job: string;
  readonly kit: ProgramKit;
  readonly lent: Lent;
  readonly token: Token | undefined;
  readonly reads: Given['reads'];
  readonly actions: Actions;
  readonly live: Live;
  /** How to spawn into a group. Kept when it has ended: a late spawn is the library's to refuse. */
  readonly groups: Map<string, Spawn>;
  /** Results of spawned children, by full name. */
  readonly children: Map<string, PromiseLike<unknown>>;
}

/** One body with a journal of its own: that of a job, or of a child. */
export class Run {
  readonly home: Home;
  /** Its name in the journal. */
  readonly task: string;
  /** What it took by `acquire` and gives back in the end. */
  readonly leases: Lease[] = [];
  /** The error with which something it was lent gave way to a cancel. */
  yielded: { readonly error: unknown } | undefined;
  #cleanups = 0;

  constructor(home: Home, task: string) {
    this.home = home;
    this.task = task;
  }

  note(mark: Parameters<ProgramKit['note']>[1], detail?: unknown): void {
    this.home.kit.note(this.task, mark, detail);
  }

  /** A name for a cleanup, by order of registration, so that one that runs twice is seen to. */
  label(kind: 'finally' | 'defer'): string {
    this.#cleanups += 1;
    return `${kind} ${this.#cleanups}`;
  }
}

/**
 * `deaf`: no cancel reaches these steps. `cleanup`: none reaches their own waits; a part that the library runs under
 * a signal of its own hears that.
 */
export type Deafness = 'none' | 'cleanup' | 'deaf';

/** What sections of one body differ in. */
export interface Surroundings {
  readonly hearing: Hearing | undefined;
  readonly deafness: Deafness;
  /** Of the nearest `within`. */
  readonly limit?: Limit | undefined;
  /** Of the nearest `transaction`. */
  readonly data?: Transaction | undefined;
}

/** A stretch of a body that a `return` ends: the whole, or a part that the library runs. */
export class Section {
  readonly run: Run;
  readonly around: Surroundings;
  /** Of `return`, else of the last step that has one. */
  value: unknown;
  /** A `return` has been met. */
  done = false;

  constructor(run: Run, around: Surroundings) {
    this.run = run;
    this.around = around;
  }

  /** What these steps hear; nothing while they are deaf, or where the library gives no signal. */
  get hearing(): Hearing | undefined {
    return this.around.deafness === 'none' ? this.around.hearing : undefined;
  }

  async walk(program: Program): Promise<void> {
    for (const step of program) {
      const doing = this.perform(step);
      if (doing !== undefined) this.keep(await doing);
      if (this.done) return;
    }
  }

  perform(step: Step): Promise<unknown> | undefined {
    for (const name in step) {
      const act = this.run.home.actions[name as StepName] as (
        section: Section,
        argument: unknown,
      ) => ReturnType<typeof act>;
      return act(this, step[name as keyof Step]);
    }
    return undefined;
  }

  keep(value: unknown): void {
    if (value !== undefined) this.value = value;
  }

  /** Runs steps under other surroundings; what they return is returned here. */
  async under(deafness: Deafness, program: Program): Promise<void> {
    const section = new Section(this.run, { ...this.around, deafness: this.deafer(deafness) });
    await section.walk(program);
    this.keep(section.value);
    this.done = section.done;
  }

  /** Runs steps as a part that the library starts, under the signal that it gives to them and no other. */
  async part(
    program: Program,
    signal: AbortSignal | null | undefined,
    more: Partial<Surroundings> = {},
  ): Promise<unknown> {
    const heard = this.hearingOf(signal, this.run);
    const section = new Section(this.run, { ...this.around, ...this.inside(signal), hearing: heard, ...more });
    try {
      await section.walk(program);
      return section.value ?? null;
    } finally {
      if (heard !== this.around.hearing) heard?.close();
    }
  }

  /** Runs steps as a child, which has a journal of its own. */
  child(name: string | number, program: Program, signal: AbortSignal | null | undefined): Promise<unknown> {
    const run = new Run(this.run.home, `${this.run.task}/${name}`);
    // A child of deaf steps is as deaf; its journal says all the same that it was told.
    const { deafness } = this.inside(signal);
    return this.run.home.live(run, program, hearing, deafness);
  }
}
