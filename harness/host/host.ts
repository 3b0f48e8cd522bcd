import type { AnyTarget, Target } from '../adapter/target.ts';
import { QuiesceError, troubleOf } from '../errors.ts';
import type { HostDoor, runCase, smokeRun } from '../run-case.ts';
import type { Case } from '../suite.ts';
import { blockOutput } from './blocking-output.ts';
import { exit, type Inbox, receive, send } from './channel.ts';
import { type DryWatch, watchForDry } from './dry.ts';
import type { Command, HostSettings, RunRequest, Stuck } from './frames.ts';
import { casesById, hosted } from './keys.ts';
import { holdLifeLine } from './life-line.ts';
import { fileOf, loadSuites, loadTarget } from './loading.ts';
import { catchStrays, type Now, reportExit, type StrayDoor } from './strays.ts';
import { factsOf } from './target-check.ts';

/** What runs the cases. Given from outside, so that the host can be tried with another. */
export interface Runner {
  readonly runCase: typeof runCase;
  readonly smokeRun: typeof smokeRun;
}

interface Loaded {
  readonly target: AnyTarget;
  readonly cases: ReadonlyMap<string, Case>;
  readonly settings: HostSettings;
}

// Before the target loads.
const activeResources = process.getActiveResourcesInfo.bind(process);
const wallClock = performance.now.bind(performance);

/** The main program of a host: it loads a target, then does what it is told, one thing at a time. */
export function main(runner: Runner): void {
  holdLifeLine();
  blockOutput();
  const now: Now = { running: null, last: null };
  const strays = catchStrays(now);
  reportExit(now);
  const host = new Host(runner, now, strays);
  const inbox = receive((command) => host.take(command));
  host.attach(inbox);
}

class Host {
  readonly #runner: Runner;
  readonly #now: Now;
  readonly #strays: StrayDoor;
  #dry: DryWatch | undefined;
  #loaded: Loaded | undefined;
  /** Active resources when what is in flight began; undefined between commands. */
  #before: readonly string[] | undefined;

  constructor(runner: Runner, now: Now, strays: StrayDoor) {
    this.#runner = runner;
    this.#now = now;
    this.#strays = strays;
  }

  attach(inbox: Inbox): void {
    this.#dry = watchForDry(inbox, () => this.#stuck('dry'));
  }

  take(command: Command): void {
    switch (command.do) {
      case 'load':
        return void this.#inFlight(false, () => this.#load(command));
      case 'smoke':
        return void this.#inFlight(this.#isReal(), () => this.#smoke());
      case 'run':
        return void this.#inFlight(command.run.mode !== 'virtual', () => this.#run(command.run));
      case 'ask':
        return this.#answer();
      case 'bye':
        exit(0);
    }
  }

  /** Does one thing, and has it be known when it can never end. What it throws is trouble, not an end of the host. */
  async #inFlight(ledger: boolean, work: () => Promise<() => void>): Promise<void> {
    this.#before = activeResources();
    this.#dry?.begin(ledger);
    let tell: () => void;
    try {
      tell = await work();
    } catch (thrown) {
      const trouble = troubleOf(thrown);
      tell = () => send({ is: 'trouble', trouble });
    }
    this.#before = undefined;
    this.#dry?.end();
    tell();
  }

  async #load({ target: address, suites, settings }: Command & { readonly do: 'load' }): Promise<() => void> {
    const cases = casesById(await loadSuites(suites));
    const target = await loadTarget(address);
    const facts = factsOf(target, fileOf(address));
    this.#loaded = { target, cases, settings };
    return () => send({ is: 'ready', facts, cases: [...cases.values()].map(hosted) });
  }

  async #smoke(): Promise<() => void> {
    const { target, settings } = this.#ready();
    const report = await this.#runner.smokeRun(target as Target, settings, this.#door('smoke'));
    return () => send({ is: 'offer', report });
  }

  async #run(request: RunRequest): Promise<() => void> {
    const { target, cases, settings } = this.#ready();
    const tested = cases.get(request.case);
    if (!tested) throw new QuiesceError('usage', 'CASE_UNKNOWN', `No loaded suite has a case "${request.case}".`);
    this.#now.running = request.case;
    const began = wallClock();
    try {
      const done = await this.#runner.runCase(tested, target as Target, request, settings, this.#door(request.case));
      return () => send({ is: 'outcome', ...done, wall: wallClock() - began });
    } finally {
      this.#now.running = null;
      this.#now.last = request.case;
    }
  }

  #door(running: string): HostDoor {
    return {
      listen: (listener) => this.#strays.listen(listener),
      progress: (schedules) => send({ is: 'progress', case: running, schedules }),
    };
  }

  #ready(): Loaded {
    if (this.#loaded) return this.#loaded;
    throw new QuiesceError('internal', 'HOST_EMPTY', 'A host was told to run before it had loaded a target.');
  }

  #isReal(): boolean {
    const target = this.#loaded?.target;
    return target !== undefined && (target.pace !== undefined || 'command' in target);
  }

  /** The budget is spent, and the event loop turns: it sleeps, or it spins without getting anywhere. */
  #answer(): void {
    if (this.#before) this.#stuck(activeResources().includes('Immediate') ? 'busy' : 'idle');
  }

  #stuck(how: Stuck): void {
    send({ is: 'stuck', how, alive: beyond(this.#before ?? [], activeResources()) });
  }
}

/** What is in one list more often than in the other, as `Timeout ×2`. */
function beyond(before: readonly string[], after: readonly string[]): readonly string[] {
  const count = (list: readonly string[], kind: string): number => list.filter((item) => item === kind).length;
  return [...new Set(after)]
    .sort()
    .map((kind) => [kind, count(after, kind) - count(before, kind)] as const)
    .filter(([, more]) => more > 0)
    .map(([kind, more]) => (more === 1 ? kind : `${kind} ×${more}`));
}
