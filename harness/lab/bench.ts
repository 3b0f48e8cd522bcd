import type { Program } from '../adapter/program.ts';
import type { Coordinator, Target } from '../adapter/target.ts';
import { classifier } from '../ending.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { type Classify, History, type What } from '../history.ts';
import { Recorder } from '../recorder.ts';
import { watcher } from '../checkers/views.ts';
import { Clients } from './clients.ts';
import { Facets } from './facets.ts';
import { Gates } from './gates.ts';
import type { JobSetting, Lab, Setting } from './lab.ts';
import { isThenable, observe } from './observe.ts';
import { openCoordinator, type Opened } from './opening.ts';
import type { Pace } from './pace.ts';
import { Programs } from './programs.ts';
import { Reads } from './reads.ts';
import { flushAll, remoteOf, remotesOf } from './remote.ts';
import type { ShutdownSetting } from './shutdowns.ts';
import type { Script } from './stubs.ts';
import { Tasks } from './tasks.ts';

/** How a bench is set up for one run. */
export interface BenchOptions {
  readonly target: Target;
  readonly dialect: Dialect;
  readonly pace: Pace;
  /** One passive client sees all events; switched off where a case says so, or nothing delivers events. */
  readonly watched: boolean;
  /** Shared by runs that together find out what an adapter reads; else each run has its own. */
  readonly reads?: Reads;
}

/** The lab of one run: carries out what a workload asks and writes down all that comes of it. */
export class Bench extends Facets implements Lab {
  readonly recorder: Recorder;
  readonly reads: Reads;
  readonly gates = new Gates();
  /** What the kit gave as the reason of a cancel; a rejection with one of these is told by identity. */
  readonly reasons = new Set<unknown>();
  readonly tasks: Tasks;
  readonly clients: Clients;
  readonly programs: Programs;
  readonly opened: Opened[] = [];
  limit: number | undefined;
  readonly #options: BenchOptions;
  readonly #classify: Classify;
  #fault: { readonly error: unknown } | undefined;

  constructor(options: BenchOptions) {
    super();
    this.#options = options;
    this.#classify = classifier(options.target, options.dialect, this.reasons);
    this.reads = options.reads ?? new Reads();
    this.recorder = new Recorder(options.pace);
    this.tasks = new Tasks(this);
    this.clients = new Clients(this);
    this.programs = new Programs(this);
    if (options.pace.mode === 'real') options.pace.flush = () => flushAll(this.opened);
    if (options.pace.disturbed) this.recorder.onRecord = () => options.pace.disturbed?.();
  }

  get history(): History {
    return new History([...this.recorder.events], this.#classify);
  }

  /** The same without a copy, for one look: it grows with the run. */
  get growing(): History {
    return new History(this.recorder.events, this.#classify);
  }

  /** Remembers a fault of the adapter that came up where nobody could be told; the first one counts. */
  fault(error: unknown): void {
    this.#fault ??= { error };
  }

  /** Throws the remembered fault, if there is one. */
  failed(): void {
    if (this.#fault) throw this.#fault.error;
    for (const { fault } of remotesOf(this.opened)) if (fault) throw fault;
  }

  /** The coordinator that calls go to now. */
  get current(): Coordinator {
    const last = this.opened.at(-1);
    if (!last) throw new Error('a workload called the coordinator before it was opened');
    return last.coordinator;
  }

  async coordinator(setting: Setting = {}): Promise<void> {
    this.limit = setting.concurrency;
    const asked = this.recorder.record('invoke', 'coordinator', undefined, undefined, setting);
    this.opened.push(await openCoordinator(this.#options.target, setting, this));
    this.recorder.record('ok', 'coordinator', undefined, undefined, undefined, asked.seq);
    remoteOf(this.current)?.open([...this.gates.opened()]);
    this.#attend();
  }

  #attend(client = watcher): void {
    this.#listenToDiagnostics();
    if (this.#options.watched) this.clients.watch(client);
  }

  get target(): Target {
    return this.#options.target;
  }

  get dialect(): Dialect {
    return this.#options.dialect;
  }

  /** The kit's passive client is wanted in this run. */
  get watched(): boolean {
    return this.#options.watched;
  }

  define(task: string, program: Program, setting: JobSetting = {}): void {
    this.programs.define(task, program, setting);
  }

  submit(task: string, program: Program, setting: JobSetting = {}): void {
    this.tasks.submit(task, program, setting);
  }

  cancel(task: string, ...reason: readonly [unknown?]): void {
    this.#reason(reason);
    this.tasks.cancel(task, reason);
  }

  cancelById(task: string, ...reason: readonly [unknown?]): void {
    this.#reason(reason);
    this.call('cancelById', task, undefined, reason[0], () => this.current.cancel?.(this.tasks.idOf(task), ...reason));
  }

  cancelAll(...reason: readonly [unknown?]): void {
    this.#reason(reason);
    this.call('cancelAll', undefined, undefined, reason[0], () => this.current.cancelAll?.(...reason));
  }

  abort(signal: string, ...reason: readonly [unknown?]): void {
    this.#reason(reason);
    this.call('abort', undefined, signal, reason[0], () => this.tasks.controller(signal).abort(...reason));
  }

  accepted(task: string): boolean {
    return this.tasks.all.get(task)?.handle !== undefined;
  }

  open(...gates: readonly string[]): void {
    for (const gate of gates) {
      this.recorder.record('invoke', 'open', undefined, gate);
      this.gates.open(gate);
      this.programs.opened(gate);
      // Nothing lives elsewhere in virtual time, where many thousands of schedules are run a second.
      if (this.mode === 'real') for (const remote of remotesOf(this.opened)) remote.open([gate]);
    }
  }

  wait(waiter: string, task: string): void {
    this.call('wait', task, waiter, undefined, () => this.current.result?.(this.tasks.idOf(task)));
  }

  query(task?: string): void {
    const id = task === undefined ? [] : [this.tasks.idOf(task)];
    this.call('query', task, undefined, undefined, () => this.current.query?.(...id));
  }

  async read(mark: string, ...tasks: readonly string[]): Promise<void> {
    for (const task of tasks) {
      if (this.current.query) this.query(task);
      this.clients.subscribeLate(`late ${mark} ${task}`, task);
    }
    await this.quiesce(mark);
    for (const task of tasks) this.clients.unsubscribe(`late ${mark} ${task}`);
  }

  idle(): void {
    this.call('idle', undefined, undefined, undefined, () => this.current.idle?.());
  }

  hook(name: string, script?: Script): void {
    this.shutdowns.hook(name, script);
  }

  async reopen(): Promise<void> {
    const next = await this.shutdowns.reopen();
    if (!next) return;
    this.tasks.share(next.coordinator, this.current);
    this.opened.push(next);
    this.#attend(`${watcher} of the next instance`);
  }

  shutdown(mode: string, setting?: ShutdownSetting): void {
    this.shutdowns.ask(mode, setting);
  }

  barrier(task: string): void {
    this.tasks.barrier(task);
  }

  get mode(): Pace['mode'] {
    return this.#options.pace.mode;
  }

  get pace(): Pace {
    return this.#options.pace;
  }

  async quiesce(mark?: string): Promise<void> {
    this.recorder.rested(mark, await this.#options.pace.quiesce(() => this.programs.underWay));
  }

  async advance(ms: number): Promise<void> {
    this.recorder.record('invoke', 'advance', undefined, undefined, ms);
    this.recorder.rested(undefined, await this.#options.pace.advance(ms));
  }

  async pass(ms: number): Promise<void> {
    this.recorder.record('invoke', 'advance', undefined, undefined, ms);
    await this.#options.pace.pass(ms);
  }

  async hops(count: number): Promise<void> {
    for (let hop = 1; hop < count; hop++) {
      await null;
      this.recorder.hop += 1;
    }
    // The last hop is the caller's own await of this promise.
    this.recorder.hop += 1;
  }

  async until(what: string, holds: (history: History) => boolean): Promise<void> {
    await this.#options.pace.until(() => holds(this.history));
    this.recorder.record('info', 'rest', undefined, what);
  }

  /** Makes a call of the coordinator and records its answer, whenever it comes. Never throws. */
  call(what: What, task: string | undefined, who: string | undefined, given: unknown, perform: () => unknown): void {
    try {
      this.ask(what, task, who, given, perform);
    } catch {
      // It is in the history; who calls for a workload has no use for it.
    }
  }

  /**
   * As `call`, for a body that waits for the answer: hands it over, and throws what the coordinator throws. `heard` is
   * told of the answer once it is written down.
   */
  ask(
    what: What,
    task: string | undefined,
    who: string | undefined,
    given: unknown,
    perform: () => unknown,
    heard?: (value: unknown) => void,
  ): unknown {
    const asked = this.recorder.record('invoke', what, task, who, given);
    const answer = (kind: 'ok' | 'fail') => (value: unknown) => {
      this.recorder.record(kind, what, task, who, value, asked.seq);
      heard?.(value);
    };
    let answered: unknown;
    try {
      answered = perform();
    } catch (error) {
      answer('fail')(error);
      throw error;
    }
    if (isThenable(answered)) observe(answered, answer('ok'), answer('fail'));
    else answer('ok')(answered);
    return answered;
  }

  #listenToDiagnostics(): void {
    const { current, recorder, tasks } = this;
    const sink = this.opened.at(-1)?.setting.sink;
    try {
      current.diagnostics?.((record) => {
        recorder.record('saw', 'diagnostic', tasks.nameOf(record?.task, current), undefined, record);
        return sink?.();
      });
    } catch (error) {
      // A library may log at once, and have nothing against a sink that throws.
      recorder.record('fail', 'diagnostic', undefined, undefined, error);
    }
  }

  #reason(reason: readonly [unknown?]): void {
    if (reason.length > 0) this.reasons.add(reason[0]);
  }
}
