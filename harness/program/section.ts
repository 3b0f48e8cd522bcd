import type { Lent, Limit, Spawn, Transaction } from '../adapter/lent.ts';
import type { Mark, Program, Step, StepName, Steps } from '../adapter/program.ts';
import type { Lease } from '../adapter/resources.ts';
import type { Json } from '../adapter/wish.ts';
import type { Token } from '../adapter/tokens.ts';
import { drive, type Walk } from './walk.ts';
import { Hearing } from './hearing.ts';
import type { Given, ProgramKit } from './kit.ts';

/** What each step does. A promise is awaited, and its value is the step's; nothing: it is over at once. */
export type Actions = {
  readonly [Name in StepName]: (
    section: Section,
    argument: Steps[Name],
  ) => Promise<unknown> | Walk<unknown> | undefined;
};

/** What all bodies of one job share. */
export interface Home {
  /** The kit's id of the job. */
  readonly job: string;
  readonly kit: ProgramKit;
  readonly lent: Lent;
  readonly token: Token | undefined;
  readonly reads: Given['reads'];
  readonly actions: Actions;
  /** How to spawn into a group. Kept when the group has ended: a late spawn is the library's to refuse. */
  groups: Map<string, Spawn> | undefined;
  /** Results of spawned children, by full name. */
  children: Map<string, PromiseLike<unknown>> | undefined;
}

/** One body with a journal of its own: that of a job, or of a child. */
export class Run {
  readonly home: Home;
  /** Its name in the journal. */
  readonly task: string;
  /** To the signal that the body as a whole was given. */
  readonly hearing: Hearing | undefined;
  /** What it took by `acquire` and gives back in the end. */
  leases: Lease[] | undefined;
  /** The error by which something it was lent, or its token, gave way to a cancel. */
  yielded: { readonly error: unknown } | undefined;
  #cleanups = 0;

  constructor(home: Home, task: string, signal: AbortSignal | null | undefined) {
    this.home = home;
    this.task = task;
    this.note('start');
    this.hearing = signal ? new Hearing(signal, (reason) => this.note('told', reason)) : undefined;
  }

  note(mark: Mark, detail?: unknown): void {
    this.home.kit.note(this.task, mark, detail);
  }

  /** A name for a cleanup, by order of registration, so that one that runs twice can be seen. */
  label(kind: 'finally' | 'defer'): string {
    this.#cleanups += 1;
    return `${kind} ${this.#cleanups}`;
  }

  /** How a body that ended with this error ended. Giving way means: raising the very reason that was told. */
  endedBy(error: unknown): 'cancelled' | 'threw' {
    if (this.yielded && Object.is(this.yielded.error, error)) return 'cancelled';
    const signal = this.hearing?.signal;
    return signal?.aborted && Object.is(signal.reason, error) ? 'cancelled' : 'threw';
  }
}

/**
 * `deaf`: no cancel reaches these steps. `cleanup`: none reaches their own waits; a part that the library runs under
 * a signal of its own hears that one.
 */
export type Deafness = 'none' | 'cleanup' | 'deaf';

/** What stretches of one body differ in. */
export interface Surroundings {
  /** What the library lends to these steps; left out: what it lends to the job. */
  readonly lent?: Lent | undefined;
  /** To the signal in force. */
  readonly hearing: Hearing | undefined;
  readonly deafness: Deafness;
  /** Of the nearest `within`. */
  readonly limit?: Limit | undefined;
  /** Of the nearest `transaction`. */
  readonly data?: Transaction | undefined;
}

/** A stretch of a body. `return` ends it; in `try` and `deaf` it ends what is around them too. */
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

  /** What these steps react to: nothing while they are deaf, or where the library gives no signal. */
  get hearing(): Hearing | undefined {
    return this.around.deafness === 'none' ? this.around.hearing : undefined;
  }

  /** What these steps may use of the library. */
  get lent(): Lent {
    return this.around.lent ?? this.run.home.lent;
  }

  perform(step: Step): ReturnType<Act> {
    // A step has one key; this loop is the cheapest way to it.
    for (const name in step) {
      const act = this.run.home.actions[name as StepName] as Act | undefined;
      if (act) return act(this, step[name as keyof Step]);
    }
    this.run.note('unsupported', Object.keys(step)[0]);
    return undefined;
  }

  *walk(program: Program): Walk {
    for (const step of program) {
      const doing = this.perform(step);
      if (doing instanceof Promise) this.keep(yield doing);
      else if (doing) yield* doing;
      if (this.done) return;
    }
  }

  keep(value: unknown): void {
    if (value !== undefined) this.value = value;
  }

  /** The deafness of steps that the library runs under this signal. */
  under(signal: AbortSignal | null | undefined): Deafness {
    const { deafness, hearing } = this.around;
    return deafness === 'cleanup' && signal !== hearing?.signal ? 'none' : deafness;
  }

  /** The same surroundings, for steps whose `return` ends nothing of this section. */
  apart(): Section {
    return new Section(this.run, this.around);
  }

  /** Runs steps as a part of this body that the library starts: under the signal that it gives, and no other. */
  part(
    program: Program,
    signal: AbortSignal | null | undefined,
    lent: Lent | undefined,
    more?: Partial<Surroundings>,
  ): Promise<Json> {
    const hearing = this.#hearingOf(signal ?? undefined);
    const given = { deafness: this.under(signal), hearing, lent: lent ?? this.around.lent };
    const part = new Section(this.run, { ...this.around, ...given, ...more });
    return drive(part.#whole(program, hearing === this.around.hearing ? undefined : hearing));
  }

  *#whole(program: Program, hearing: Hearing | undefined): Walk<Json> {
    try {
      yield* this.walk(program);
      return (this.value ?? null) as Json;
    } finally {
      hearing?.close();
    }
  }

  /**
   * One cancel that reaches a body by two signals, its own and one derived from that, is one delivery: it is told by
   * the reason that they share.
   */
  #hearingOf(signal: AbortSignal | undefined): Hearing | undefined {
    const outer = this.around.hearing;
    if (signal === undefined || signal === outer?.signal) return signal && outer;
    return new Hearing(signal, (reason) => {
      if (!outer?.signal.aborted || !Object.is(outer.signal.reason, reason)) this.run.note('told', reason);
    });
  }
}

type Act = (section: Section, argument: unknown) => ReturnType<Actions[StepName]>;
