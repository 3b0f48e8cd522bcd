import { QuiesceError } from './errors.ts';
import { needsTsx } from './host/command-line.ts';
import type { Death } from './host/death.ts';
import { endedBy, failed, stemOf, withOutput } from './host/ended.ts';
import type { Address, Frame, HostedCase, RunRequest, SmokeReport, TargetFacts } from './host/frames.ts';
import { HostPool } from './host/pool.ts';
import { checkExists, errorOf, load, type Loaded } from './host/start.ts';
import { HostProcess } from './host/supervisor.ts';
import { nearest } from './nearest.ts';
import type { Finding, Mode, Outcome } from './outcome.ts';
import type { Asked, SessionOptions } from './session-options.ts';
import { closed, smokeDied } from './session-trouble.ts';
import { waived } from './smoke/waived.ts';

export type { Asked, SessionOptions } from './session-options.ts';

/** An error that belongs to a case that has its outcome already, or to none. */
export interface LateError {
  readonly case: string | null;
  readonly finding: Finding;
}

/** Facts that differ from run to run, and therefore stay out of outcomes. Milliseconds of wall clock. */
export interface Timing {
  readonly hostsStarted: number;
  /** How long each start took until the target was loaded. */
  readonly starts: readonly number[];
  readonly cases: Readonly<Record<string, number>>;
}

export interface Progress {
  readonly case: string;
  /** Interleavings explored so far. */
  readonly schedules: number;
}

/** Opens a session on a target: the one door to its cases. Throws a `QuiesceError` that says why it cannot be loaded. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const session = new Session(options);
  try {
    await session.retarget(options.target);
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

const interrupted: Death = { kind: 'interrupted', seen: 'the run was interrupted' };
const defaults = { concurrency: 1, heapMb: 512, loadBudget: 30_000, grace: 500 };
/** Real time is spent on waiting, and a case may start a process for every coordinator that it opens. */
const budgets: Readonly<Record<Mode, number>> = { virtual: 10_000, real: 40_000, process: 40_000 };
/** The smoke run is many probes, and a pool may start a thread for each. */
const probes = 120_000;

/** A target, the suites, and the hosts that run the ones on the other. Close it, or its hosts stay. */
export class Session {
  readonly #options: SessionOptions & typeof defaults;
  readonly #pool: HostPool;
  readonly #late: LateError[] = [];
  readonly #starts: number[] = [];
  readonly #walls: Record<string, number> = {};
  readonly #starting = new Set<HostProcess>();
  readonly #callOff = (): void => void this.close();
  #hostsStarted = 0;
  #target: Address;
  #loaded: Loaded | undefined;
  #smoke: Promise<SmokeReport> | undefined;
  #closed = false;
  /** Called while schedules of a case are explored. */
  onProgress?: (progress: Progress) => void;

  constructor(options: SessionOptions) {
    this.#options = { ...defaults, ...options };
    this.#target = options.target;
    this.#pool = new HostPool(this.#options.concurrency, () => this.#startHost());
    options.signal?.addEventListener('abort', this.#callOff, { once: true });
    if (options.signal?.aborted) this.#callOff();
  }

  /** What the target says about itself. */
  get facts(): TargetFacts {
    const { facts } = this.#loadedNow();
    const { profile } = this.#options;
    return profile === undefined ? facts : { ...facts, profile };
  }

  get cases(): readonly HostedCase[] {
    return this.#loadedNow().cases;
  }

  /** Errors that came too late for the outcome of their case. Read it when everything has run. */
  get strays(): readonly LateError[] {
    return this.#late;
  }

  get timing(): Timing {
    return { hostsStarted: this.#hostsStarted, starts: this.#starts, cases: this.#walls };
  }

  /** What the target was seen to offer. It is looked at once for each target; later calls give the same report. */
  smoke(): Promise<SmokeReport> {
    this.#smoke ??= this.#runSmoke();
    return this.#smoke;
  }

  /** Runs one case. May be called for many at once; they wait for their turn. Throws only if there is no such case. */
  run(asked: Asked): Promise<Outcome> {
    return this.#run(asked, (work) => this.#pool.use(work));
  }

  /** Runs cases one after the other in one host, as long as it lives: those of one race share what was explored. */
  async runInTurn(all: readonly Asked[], done: (outcome: Outcome, index: number) => void): Promise<void> {
    // The smoke run wants a host of its own; if it fails, each case says so.
    await this.smoke().catch(() => undefined);
    await this.#pool.hold(async (host) => {
      for (const [index, asked] of all.entries())
        done(await this.#run(asked, async (work) => work(await host())), index);
    });
  }

  async #run(asked: Asked, on: (work: (host: HostProcess) => Promise<Outcome>) => Promise<Outcome>): Promise<Outcome> {
    const key = this.#find(asked.case);
    const mode = asked.mode ?? this.#modeFor(key);
    const { schedule, keepHistory, script, variant } = asked;
    try {
      const { offer, observed, shutdown } = await this.smoke();
      const request: RunRequest = {
        case: key.id,
        mode,
        offer,
        observed,
        shutdown,
        budget: this.#options.budget ?? budgets[mode],
        ...(variant === undefined ? {} : { variant }),
        ...(schedule === undefined ? {} : { schedule }),
        ...(keepHistory === undefined ? {} : { keepHistory }),
        ...(script === undefined ? {} : { script }),
      };
      return await on((host) => this.#runOn(host, key, request));
    } catch (error) {
      if (!this.#closed) return failed(key, mode, error, variant);
      return { ...stemOf(key, mode, variant), ...endedBy(interrupted) };
    }
  }

  /**
   * Puts another target in place of the present one, in the processes that are there already. Waits for what runs.
   * If it cannot be loaded the present one stays.
   */
  async retarget(target: Address): Promise<TargetFacts> {
    checkExists(target);
    const before = this.#target;
    const hadTsx = needsTsx(before);
    this.#smoke = undefined;
    try {
      await this.#pool.whole(async (hosts) => {
        this.#target = target;
        await Promise.all(hosts.map((host) => this.#reload(host, hadTsx)));
      });
      // A host that was to be replaced, or the first of all, loads it now, so that an error is thrown here.
      await this.#pool.use(async () => undefined);
    } catch (error) {
      this.#target = before;
      throw error;
    }
    return this.facts;
  }

  /** Ends every process of the session. What runs or waits is then inconclusive. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#options.signal?.removeEventListener('abort', this.#callOff);
    await Promise.all([this.#pool.close(interrupted), ...[...this.#starting].map((host) => host.kill(interrupted))]);
  }

  async #startHost(): Promise<{ readonly host: HostProcess } | { readonly death: Death }> {
    if (this.#closed) throw closed();
    const { heapMb, grace, hostEntry } = this.#options;
    const began = performance.now();
    const host = new HostProcess({
      target: this.#target,
      heapMb,
      grace,
      ...(hostEntry === undefined ? {} : { entry: hostEntry }),
      onFrame: (frame) => this.#hear(frame),
    });
    this.#hostsStarted++;
    this.#starting.add(host);
    try {
      const done = await this.#load(host);
      if ('death' in done) return done;
      this.#starts.push(performance.now() - began);
      return { host };
    } catch (error) {
      await host.kill(interrupted);
      throw error;
    } finally {
      this.#starting.delete(host);
    }
  }

  /** Loads the present target into a host and takes note of what it says. */
  async #load(host: HostProcess): Promise<Loaded | { readonly death: Death }> {
    const { suites, settings, loadBudget } = this.#options;
    const done = await load(host, { target: this.#target, suites, settings }, loadBudget);
    if (this.#closed) throw closed();
    if ('facts' in done) this.#loaded = done;
    return done;
  }

  /** A host that was started without what the new target needs, or dies of it, is replaced when it is next used. */
  async #reload(host: HostProcess, hasTsx: boolean): Promise<void> {
    if (needsTsx(this.#target) && !hasTsx) await host.kill(interrupted);
    else await this.#load(host);
  }

  async #runSmoke(): Promise<SmokeReport> {
    const answer = await this.#pool.use((host) => host.exchange({ do: 'smoke' }, this.#smokeBudget()));
    if (answer.is === 'offer')
      return waived(answer.report, { ...this.facts.dialect, ...this.#options.settings.dialect });
    if (answer.is === 'trouble') throw errorOf(answer.trouble);
    if (this.#closed) throw closed();
    throw smokeDied(answer);
  }

  #smokeBudget(): number {
    return this.#options.budget ?? (this.facts.pace === undefined ? budgets.virtual : probes);
  }

  async #runOn(host: HostProcess, key: HostedCase, request: RunRequest): Promise<Outcome> {
    const answer = await host.exchange({ do: 'run', run: request }, request.budget);
    const stem = stemOf(key, request.mode, request.variant);
    if (answer.is === 'outcome') {
      this.#walls[stem.case] = answer.wall;
      if (answer.dirty) await host.kill(interrupted);
      return answer.outcome.verdict === 'pass' ? answer.outcome : withOutput(answer.outcome, host.output);
    }
    if (answer.is === 'dead') return withOutput({ ...stem, ...endedBy(answer.death) }, host.output);
    if (answer.is === 'trouble') return { ...stem, verdict: 'error', error: answer.trouble };
    throw new QuiesceError('internal', 'HOST_CONFUSED', `A host answered \`run\` by \`${answer.is}\`.`);
  }

  #hear(frame: Frame): void {
    if (frame.is === 'stray') this.#late.push({ case: frame.case, finding: frame.finding });
    if (frame.is === 'progress') this.onProgress?.({ case: frame.case, schedules: frame.schedules });
  }

  #modeFor({ modes }: HostedCase): Mode {
    const { kind, pace } = this.facts;
    const best: Mode = kind === 'process' ? 'process' : pace === undefined ? 'virtual' : 'real';
    return modes.includes(best) ? best : (modes[0] ?? best);
  }

  #find(id: string): HostedCase {
    const found = this.cases.find((key) => key.id === id);
    if (found) return found;
    const close = nearest(
      id,
      this.cases.map((key) => key.id),
    );
    throw new QuiesceError(
      'usage',
      'CASE_UNKNOWN',
      `None of the ${this.cases.length} loaded cases is called "${id}".`,
      close === undefined ? '`quiesce list` prints them.' : `Was "${close}" meant?`,
    );
  }

  #loadedNow(): Loaded {
    if (this.#loaded) return this.#loaded;
    throw closed();
  }
}
