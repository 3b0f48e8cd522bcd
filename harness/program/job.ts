import type { Lent } from '../adapter/lent.ts';
import type { JobSpec, Mark, Native, Program } from '../adapter/program.ts';
import type { Job } from '../adapter/tasks.ts';
import type { Token } from '../adapter/tokens.ts';
import type { Json, Wish } from '../adapter/wish.ts';
import { QuiesceError } from '../errors.ts';
import type { JobSetting } from '../lab/lab.ts';
import type { Reads } from '../lab/reads.ts';
import { runProgram } from './interpreter.ts';
import type { ProgramKit } from './kit.ts';

/** What a job is made of. */
export interface JobParts {
  readonly id: string;
  readonly program: Program;
  /** Called when the library first asks for it. */
  readonly signal: () => AbortSignal;
  readonly setting: JobSetting;
  readonly kit: ProgramKit;
  readonly reads: Reads;
  /** The kit's own token for this job. */
  readonly token?: Token | undefined;
  /** Opens the wire when it is first needed, and returns its address; left out: bodies run in this thread only. */
  readonly wire?: (() => string) | undefined;
  /** Called when the library takes the body in hand, with the way it does, and what it gets for a `run`. */
  readonly onBody?: ((way: 'run' | 'spec' | 'native', body?: Promise<Json>) => void) | undefined;
}

/** One job, as it is handed to the library. Every read of a wish is noted as `job.<name>`. */
export const makeJob = (parts: JobParts): Job => new KitJob(parts);

/** Getters on a class, not properties of each job: many thousands of jobs are made a second. */
class KitJob implements Job {
  readonly id: string;
  /** A property of its own, so that it can be taken off the job: `({ run }) => run()`. */
  readonly run: Job['run'];
  readonly #parts: JobParts;

  constructor(parts: JobParts) {
    this.id = parts.setting.id ?? parts.id;
    this.#parts = parts;
    this.run = (signal, lent) => runJobHere(parts, signal, lent);
  }

  get spec(): JobSpec {
    const { id, program, wire } = this.#take('spec');
    if (!wire) throw noWire(id);
    return { id, program, wire: wire() };
  }

  get native(): Native {
    const { id, program, kit } = this.#take('native');
    return {
      program,
      note: (mark: Mark, detail?: Json, child?: string) =>
        kit.note(child === undefined ? id : `${id}/${child}`, mark, detail),
      gate: (name) => new Promise((resolve) => void kit.gate(name, resolve)),
    };
  }

  get signal(): AbortSignal {
    return this.#wish('job.signal').signal();
  }

  get timeout(): Wish<number> {
    return this.#wish('job.timeout').setting.timeout;
  }

  get priority(): Wish<number> {
    return this.#wish('job.priority').setting.priority;
  }

  get lane(): Wish<string> {
    return this.#wish('job.lane').setting.lane;
  }

  get key(): Wish<string> {
    return this.#wish('job.key').setting.key;
  }

  get token(): Wish<Token> {
    return this.#wish('job.token').token;
  }

  #wish(name: string): JobParts {
    this.#parts.reads.note(name);
    return this.#parts;
  }

  #take(way: 'spec' | 'native'): JobParts {
    this.#parts.onBody?.(way);
    return this.#wish(`job.${way}`);
  }
}

function runJobHere(
  { id, program, kit, reads, token, onBody }: JobParts,
  signal: AbortSignal | null | undefined,
  lent: Lent | undefined,
): Promise<Json> {
  reads.note('job.run');
  if (signal) reads.note('run.signal');
  if (lent && reads.heeded) noteLent(lent, reads);
  const body = runProgram(id, program, kit, signal, { lent, token, reads });
  onBody?.('run', body);
  return body;
}

const members: Readonly<Record<keyof Lent, string>> = {
  emit: 'lent.emit',
  sleep: 'lent.sleep',
  shield: 'lent.shield',
  within: 'lent.within',
  scope: 'lent.scope',
  all: 'lent.all',
  settle: 'lent.settle',
  race: 'lent.race',
  any: 'lent.any',
  group: 'lent.group',
  supervise: 'lent.supervise',
  spawn: 'lent.spawn',
  map: 'lent.map',
  hold: 'lent.hold',
  acquire: 'lent.acquire',
  use: 'lent.use',
  defer: 'lent.defer',
  transaction: 'lent.transaction',
};

/** By the list of names, since a library may lend an object whose members are on its class. */
function noteLent(lent: Lent, reads: Reads): void {
  for (const name in members) {
    if (lent[name as keyof Lent]) reads.note(members[name as keyof Lent]);
  }
}

const noWire = (id: string): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_SPEC_WITHOUT_WIRE',
    `The adapter read \`spec\` of the job "${id}", to run its body in another thread or process; this run has no wire for that.`,
    'Run the body by `job.run` here, or give the target a `pace`, so that it is run in real time.',
  );
