import type { Coordinator, Handle, Job, JobSetting, Json, Lent, OpenWish, TaskEvent } from '../../harness/index.ts';
import { reference } from './reference.ts';
import type { Choices } from './settings.ts';

/** A body written by hand. */
export type Run = (signal: AbortSignal, lent: Required<Lent>) => Promise<Json>;

/** A job as the kit would hand it over, around a body written by hand. */
export function job(id: string, run: Run, wish: JobSetting & { readonly by?: AbortSignal } = {}): Job {
  return {
    id,
    run: (signal, lent) => run(signal as AbortSignal, lent as Required<Lent>),
    signal: wish.by ?? new AbortController().signal,
    timeout: wish.timeout,
    priority: wish.priority,
    lane: undefined,
    key: undefined,
    token: undefined,
    spec: { id, program: [], wire: '' },
    native: { program: [], note: () => {}, gate: async () => {} },
  };
}

/** An opened reference, and all that its clients are told. */
export interface Opened {
  readonly it: Coordinator;
  readonly events: TaskEvent[];
  submit(id: string, run: Run, wish?: JobSetting & { readonly by?: AbortSignal }): Handle;
}

export async function open(
  wish: { readonly concurrency?: number; readonly queueLimit?: number } = {},
  dialect: Choices = {},
): Promise<Opened> {
  const it = await reference(dialect).open(wish as OpenWish);
  const events: TaskEvent[] = [];
  it.subscribe?.((event) => events.push(event));
  return { it, events, submit: (id, run, wish) => it.submit(job(id, run, wish)) as Handle };
}

/** A door that opens once; a cancel ends the wait, unless it is waited for without a signal. */
export interface Gate {
  open(): void;
  pass(signal?: AbortSignal): Promise<void>;
}

export function gate(): Gate {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const pass = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      if (signal?.aborted) reject(signal.reason);
      void opened.then(resolve);
    });
  return { open, pass };
}

/** Lets everything happen that can happen without time. */
export const rest = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** What a promise has come to by now: `pending`, its value, or its error. */
export async function now(promise: PromiseLike<unknown>): Promise<unknown> {
  return Promise.race([promise, Promise.resolve('pending')]).catch((error: unknown) => error);
}

export const terminalsOf = (events: readonly TaskEvent[], id: string): readonly string[] =>
  events.filter((event) => event.task === id && 'terminal' in event && event.terminal === true).map(({ type }) => type);
