import type { Mark, Program, Steps } from '../adapter/program.ts';
import type { Job } from '../adapter/tasks.ts';
import type { Json } from '../adapter/wish.ts';
import { QuiesceError } from '../errors.ts';
import { makeJob } from '../program/job.ts';
import type { Part, ProgramKit } from '../program/kit.ts';
import { openWire, type Wire } from '../program/wires.ts';
import type { Bench } from './bench.ts';
import type { JobSetting } from './lab.ts';

/** What the bodies of a case may ask of the kit; nothing of it passes through the coordinator. */
export class Programs implements ProgramKit {
  /** How to cancel scopes and children from outside, by their full names. */
  readonly scopes = new Map<string, (reason?: unknown) => unknown>();
  /** What the library got when it last ran a body here. */
  lastBody: Promise<Json> | undefined;
  #wire: Wire | undefined;
  /** Jobs that the library has taken in hand for another thread or process, and that have not begun there. */
  readonly #coming = new Set<string>();
  /** Bodies elsewhere that have begun and not ended. */
  readonly #away = new Set<string>();
  readonly #defined = new Map<string, { readonly program: Program; readonly setting: JobSetting }>();
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  job(id: string, program: Program, controller: () => AbortController, setting: JobSetting): Job {
    const { reads, tokens } = this.#bench;
    const token = setting.token === undefined ? undefined : tokens.named(setting.token);
    return makeJob({
      token,
      id,
      program,
      signal: () => controller().signal,
      setting,
      kit: this,
      reads,
      wire: this.#bench.pace.mode === 'real' ? () => this.#opened().address : undefined,
      onBody: (way, body) => {
        if (way === 'spec') this.#coming.add(id);
        this.lastBody = body;
      },
    });
  }

  /** Where bodies in other threads and processes find the kit. */
  get address(): string {
    return this.#opened().address;
  }

  /** A line of a journal has come from another thread or process. */
  get elsewhere(): boolean {
    return this.#wire !== undefined;
  }

  define(task: string, program: Program, setting: JobSetting): void {
    this.#defined.set(task, { program, setting });
  }

  /** A body is on its way to another thread or process, and its task has not been given up meanwhile. */
  get underWay(): boolean {
    const { growing } = this.#bench;
    for (const task of this.#coming) if (!growing.result(task)) return true;
    return false;
  }

  /** Tells bodies elsewhere that a gate is open. */
  opened(gate: string): void {
    this.#wire?.openGate(gate);
  }

  /** Ends what bodies elsewhere are reached by. */
  close(): void {
    this.#wire?.close();
  }

  #opened(): Wire {
    if (this.#wire) return this.#wire;
    const wire = openWire({
      onLine: ({ task, mark, detail }) => {
        this.#coming.delete(task);
        if (mark === 'start') this.#away.add(task);
        if (mark === 'end') this.#away.delete(task);
        this.note(task, mark, detail);
      },
      // A killed body writes no end: that its wire was closed is the evidence.
      onClose: (tasks) => {
        for (const task of tasks) if (this.#away.delete(task)) this.note(task, 'end', 'killed');
      },
      onFault: (fault) => this.#bench.fault(fault),
    });
    for (const gate of this.#bench.gates.opened()) wire.openGate(gate);
    this.#wire = wire;
    return wire;
  }

  note(task: string, mark: Mark, detail?: unknown): void {
    this.#bench.recorder.record('saw', mark, task, undefined, detail);
  }

  gate(name: string, opened: () => void): (() => void) | undefined {
    return this.#bench.gates.wait(name, opened);
  }

  /** Whether the wire of that task's body still answers. */
  barrier(task: string): Promise<boolean> {
    return this.#wire?.barrier(task) ?? Promise.reject(new Error(`the body of ${task} runs in this thread`));
  }

  join(task: string): PromiseLike<unknown> {
    const result = this.#bench.tasks.all.get(task)?.handle?.result;
    return result ?? Promise.reject(new Error(`${task} has not been submitted`));
  }

  call(message: string, signal: AbortSignal | undefined): PromiseLike<unknown> {
    return this.#bench.network.call(message, signal);
  }

  stop(what: Steps['stop'], task: string): unknown {
    if (what.what === 'self') return this.#bench.tasks.cancelFrom(task, what.reason === undefined ? [] : [what.reason]);
    this.#bench.tokens.stop(task, 'reason' in what ? [what.reason] : []);
    return undefined;
  }

  settled(task: string, kind: 'ok' | 'fail', value: unknown): void {
    this.#bench.recorder.record(kind, 'result', task, undefined, value);
  }

  scope(name: string, cancel: (reason?: unknown) => unknown): void {
    this.scopes.set(name, cancel);
  }

  act(what: Steps['do'], self: string, part: Part): unknown {
    const bench = this.#bench;
    const task = what.task ?? self;
    switch (what.call) {
      case 'cancel':
        return bench.tasks.cancelFrom(task, []);
      case 'cancelAll':
        return bench.ask('cancelAll', undefined, self, undefined, () => bench.current.cancelAll?.());
      case 'shutdown':
        return bench.shutdowns.askFrom(what.mode ?? '', self);
      case 'subscribe':
        return bench.subscribe(`${self} inside`, task);
      case 'policy':
        return bench.policies.callFrom(what.policy ?? '', self, part);
      case 'submit': {
        const defined = this.#defined.get(task);
        if (!defined)
          throw new QuiesceError(
            'suite',
            'SUITE_TASK_UNDEFINED',
            `A body submits "${task}", which the workload does not define.`,
          );
        bench.submit(task, defined.program, defined.setting);
        return what.wait ? this.join(task) : undefined;
      }
    }
  }
}
