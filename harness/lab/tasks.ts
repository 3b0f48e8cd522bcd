import type { Program } from '../adapter/program.ts';
import type { Handle } from '../adapter/tasks.ts';
import { QuiesceError } from '../errors.ts';
import type { Event } from '../history.ts';
import type { Bench } from './bench.ts';
import type { JobSetting } from './lab.ts';
import { attempt, isThenable, observe } from './observe.ts';

/** One submitted task, as the kit knows it. */
export interface Submitted {
  readonly name: string;
  /** Which of the opened coordinators has it. */
  readonly coordinator: Bench['current'];
  /** Made when the adapter first reads the signal, or the kit aborts it: an abort signal costs as much as ten promises. */
  readonly controller: () => AbortController;
  handle: Handle | undefined;
  /** Nobody looks at its result. */
  readonly unread: boolean;
  /** Calls that wait for the handle of an asynchronous submit. */
  readonly pending: (() => void)[];
}

/** The kit's names by id, of one coordinator or of several over the same data. */
interface Names {
  readonly ids: Map<string, string>;
  /** Ids that two tasks have had. */
  readonly reused: Set<string>;
}

/** Submits jobs, keeps their handles and watches their results. */
export class Tasks {
  readonly all = new Map<string, Submitted>();
  readonly #signals = new Map<string, AbortController>();
  /** Two coordinators that share nothing may count their tasks alike. */
  readonly #names = new WeakMap<Bench['current'], Names>();
  /** Ids that the kit chose for tasks whose submit has not answered yet, and whether its call has returned. */
  readonly #asked = new Map<string, { readonly name: string; returned: boolean }>();
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  submit(name: string, program: Program, setting: JobSetting): void {
    const bench = this.#bench;
    const controller =
      setting.signal === undefined ? once(() => new AbortController()) : () => this.controller(setting.signal ?? '');
    const task: Submitted = {
      name,
      coordinator: bench.current,
      controller,
      handle: undefined,
      unread: setting.unread === true,
      pending: [],
    };
    this.all.set(name, task);
    const job = bench.programs.job(name, program, controller, setting);
    const entry = { name, returned: false };
    this.#asked.set(setting.id ?? name, entry);
    const asked = bench.recorder.record('invoke', 'submit', name, setting.signal, setting);
    const answered = () => void this.#asked.delete(setting.id ?? name);
    const refused = (error: unknown) => {
      answered();
      bench.recorder.record('fail', 'submit', name, undefined, error, asked.seq);
    };
    // A handle that comes later has no caller to throw at: the fault waits for the end of the workload.
    const accepted = (handle: unknown) => {
      answered();
      try {
        this.#accept(task, handle, asked);
      } catch (error) {
        bench.fault(error);
      }
    };
    attempt(() => task.coordinator.submit(job), accepted, refused);
    entry.returned = true;
  }

  /** The signal of that name; made when it is first asked for. */
  controller(name: string): AbortController {
    const found = this.#signals.get(name) ?? new AbortController();
    this.#signals.set(name, found);
    return found;
  }

  /** The signals that a case has named, whoever was given them. */
  named(): readonly (readonly [name: string, signal: AbortSignal])[] {
    return [...this.#signals].map(([name, { signal }]) => [name, signal]);
  }

  /** Signals that the adapter has read: name, signal, and the tasks that were submitted with it. */
  signals(): readonly (readonly [name: string, signal: AbortSignal, tasks: readonly string[]])[] {
    if (!this.#bench.reads.has('job.signal')) return [];
    const users = new Map<AbortSignal, string[]>();
    for (const { name, handle, controller } of this.all.values()) {
      if (!handle) continue;
      const { signal } = controller();
      users.set(signal, [...(users.get(signal) ?? []), name]);
    }
    const names = new Map(this.named().map(([name, signal]) => [signal, name]));
    return [...users].map(([signal, tasks]) => [names.get(signal) ?? tasks.join(), signal, tasks]);
  }

  /** The library's own id of a task; a name that no task has is an id itself. */
  idOf(name: string): string {
    return this.all.get(name)?.handle?.id ?? name;
  }

  /** The kit's name of the task with that id, the library's or the kit's, in that coordinator. */
  nameOf(id: string | undefined, coordinator: Bench['current']): string | undefined {
    if (id === undefined) return undefined;
    const former = this.#namesOf(coordinator).ids.get(id) ?? (this.all.has(id) ? id : undefined);
    const asked = this.#asked.get(id);
    return asked && (!asked.returned || former === undefined || this.#settled(former)) ? asked.name : former;
  }

  #settled(name: string): boolean {
    return this.#bench.recorder.events.some(({ what, task }) => what === 'result' && task === name);
  }

  /** The task that an event of that coordinator is about which came by the channel of that task, if it came by any task's own. */
  ofEvent(id: string | undefined, channel: string | undefined, coordinator: Bench['current']): string | undefined {
    if (channel !== undefined && id !== undefined && this.#namesOf(coordinator).reused.has(id)) return channel;
    return this.nameOf(id, coordinator) ?? channel;
  }

  /** The next instance works on the data of the former one: an id means the same task in both. */
  share(next: Bench['current'], former: Bench['current']): void {
    this.#names.set(next, this.#namesOf(former));
  }

  #namesOf(coordinator: Bench['current']): Names {
    const names = this.#names.get(coordinator) ?? { ids: new Map(), reused: new Set() };
    this.#names.set(coordinator, names);
    return names;
  }

  /** Runs it as soon as the handle of the task is there; at once, as a rule. */
  withHandle(name: string, act: (task: Submitted) => void): void {
    const task = this.all.get(name);
    if (!task)
      throw new QuiesceError(
        'suite',
        'SUITE_TASK_UNKNOWN',
        `A workload named a task "${name}" that was not submitted.`,
      );
    if (task.handle) act(task);
    else task.pending.push(() => act(task));
  }

  cancel(name: string, reason: readonly [unknown?]): void {
    const scope = this.#bench.programs.scopes.get(name);
    if (scope) this.#bench.call('cancel', name, 'scope', reason[0], () => scope(...reason));
    else if (this.all.has(name)) this.withHandle(name, (task) => this.#attempt(task, reason));
    // A library that hands out no way to cancel a part is no fault of the workload: nothing is called.
    else this.#bench.recorder.record('info', 'cancel', name, 'scope', 'nobody handed out how to cancel it');
  }

  /** Cancels from inside a body, which gets the answer. */
  cancelFrom(name: string, reason: readonly [unknown?]): unknown {
    const task = this.all.get(name);
    return task?.handle && this.#cancelling(task, reason);
  }

  #attempt(task: Submitted, reason: readonly [unknown?]): void {
    try {
      this.#cancelling(task, reason);
    } catch {
      // The history has it.
    }
  }

  #cancelling({ name, handle, coordinator, controller }: Submitted, reason: readonly [unknown?]): unknown {
    const ask = (way: string, perform: () => unknown): unknown =>
      this.#bench.ask('cancel', name, way, reason[0], perform);
    if (handle?.cancel) return ask('handle', () => handle.cancel?.(...reason));
    if (coordinator.cancel) return ask('id', () => coordinator.cancel?.(this.idOf(name), ...reason));
    return ask('signal', () => controller().abort(...reason));
  }

  barrier(name: string): void {
    this.#bench.call('barrier', name, undefined, undefined, () => this.#bench.programs.barrier(name));
  }

  #accept(task: Submitted, handle: unknown, asked: Event): void {
    const bench = this.#bench;
    if (handle === null || typeof handle !== 'object' || !isThenable((handle as { result?: unknown }).result)) {
      throw new QuiesceError(
        'adapter',
        'ADAPTER_HANDLE_MALFORMED',
        `\`submit\` of the adapter returned ${handle === null ? 'null' : typeof handle === 'object' ? 'an object whose `result` is no promise' : typeof handle}.`,
        'Return a handle: `{ result }`, where `result` is the promise that the library gives for the job.',
      );
    }
    const accepted = handle as Handle;
    task.handle = accepted;
    const { ids, reused } = this.#namesOf(task.coordinator);
    ids.set(task.name, task.name);
    if (accepted.id !== undefined) {
      if ((ids.get(accepted.id) ?? task.name) !== task.name) reused.add(accepted.id);
      ids.set(accepted.id, task.name);
    }
    bench.recorder.record('ok', 'submit', task.name, undefined, accepted.id, asked.seq);
    const settled = (kind: 'ok' | 'fail') => (value: unknown) =>
      void bench.recorder.record(kind, 'result', task.name, undefined, value);
    if (!task.unread) observe(accepted.result, settled('ok'), settled('fail'));
    if (accepted.ended) {
      const ended = (kind: 'ok' | 'fail') => (value: unknown) =>
        void bench.recorder.record(kind, 'ended', task.name, undefined, value);
      observe(accepted.ended, ended('ok'), ended('fail'));
    }
    bench.clients.watchTask(task);
    for (const act of task.pending.splice(0)) act();
  }
}

/** Makes a thing when it is first wanted. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
