import type { Handle, Job } from '../adapter/tasks.ts';
import type { Program } from '../adapter/program.ts';
import type { WireHandle, WireJob, WireOffer } from '../adapter/wire.ts';
import { plain } from '../program/plain.ts';
import { listen } from './far-clients.ts';
import type { Link } from './link.ts';

/** Hands jobs to the far side, and back what becomes of them. */
export class FarTasks {
  readonly #link: Link;
  readonly #offer: WireOffer;
  readonly #gates = new Set<string>();

  constructor(link: Link, offer: WireOffer) {
    this.#link = link;
    this.#offer = offer;
  }

  async submit(job: Job): Promise<Handle> {
    const { tasks, peer } = this.#link;
    const { native } = job;
    const task = this.#nameFor(job.id);
    const result = settlable();
    const ended = settlable();
    const signal = this.#reads('signal') ? this.#signal(job.signal) : undefined;
    tasks.set(task, {
      native,
      settle(ok, value) {
        signal?.close();
        if (ok) result.resolve(value);
        else result.reject(value);
      },
      ended: () => ended.resolve(undefined),
    });
    this.#wait(native.program, native.gate);
    const wire = { id: job.id, spec: { id: task, program: native.program }, ...this.#wishes(job) };
    const answer = await peer.ask('submit', { ...wire, ...(signal ? { signal: signal.ref } : {}) } satisfies WireJob);
    return this.#handle(task, answer, result.promise, ended.promise);
  }

  #handle(task: string, { id, members = [] }: WireHandle, result: Promise<unknown>, ended: Promise<unknown>): Handle {
    const link = this.#link;
    const has = (member: NonNullable<WireHandle['members']>[number]): boolean => members.includes(member);
    return {
      result,
      ...(id === undefined ? {} : { id }),
      ...(has('ended') ? { ended } : {}),
      ...(has('cancel')
        ? {
            cancel: (...reason: readonly unknown[]) =>
              link.peer.ask('handle.cancel', { task, ...given(reason) }).then(said),
          }
        : {}),
      ...(has('subscribe')
        ? {
            subscribe: (listener, after) =>
              listen(link, listener, (ref) =>
                link.peer.ask('handle.subscribe', { task, ref, ...(after === undefined ? {} : { after }) }),
              ),
          }
        : {}),
    };
  }

  /** Two jobs may ask for one id; their journals must not be mixed up. */
  #nameFor(id: string): string {
    const { tasks } = this.#link;
    let name = id;
    for (let n = 2; tasks.has(name); n++) name = `${id}#${n}`;
    return name;
  }

  #reads(wish: string): boolean {
    return this.#offer.wishes.includes(`submit.${wish}`);
  }

  /** A wish that the far side does not read is not read here either: reading it would claim it. */
  #wishes(job: Job): Partial<WireJob> {
    const wishes: Record<string, unknown> = {};
    for (const name of ['timeout', 'priority', 'lane', 'key'] as const) {
      const value = this.#reads(name) ? job[name] : undefined;
      if (value !== undefined) wishes[name] = value;
    }
    return wishes;
  }

  /** The caller's signal, as the far side knows it, until the task has settled. */
  #signal(signal: AbortSignal) {
    const { peer } = this.#link;
    const ref = this.#link.ref('signal');
    const tell = (): void => peer.notify('abort', { ref, reason: plain(signal.reason) });
    signal.addEventListener('abort', tell);
    if (signal.aborted) tell();
    return { ref, close: () => signal.removeEventListener('abort', tell) };
  }

  /** Whoever ends a case by opening every gate that is waited at has to know of those over there. */
  #wait(program: Program, gate: (name: string) => Promise<void>): void {
    for (const name of gatesOf(program)) {
      if (this.#gates.has(name)) continue;
      this.#gates.add(name);
      void gate(name);
    }
  }
}

function gatesOf(value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'gate' && typeof inner === 'string' ? [inner] : gatesOf(inner),
  );
}

interface Settlable {
  readonly promise: Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

function settlable(): Settlable {
  let settle: Omit<Settlable, 'promise'> | undefined;
  const promise = new Promise<unknown>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // A refused job has a result that nobody ever looks at.
  promise.catch(() => undefined);
  return { promise, ...(settle as Omit<Settlable, 'promise'>) };
}

/** A reason crosses as plain data, and only if there is one. */
export const given = (reason: readonly unknown[]): { reason?: ReturnType<typeof plain> } =>
  reason.length === 0 || reason[0] === undefined ? {} : { reason: plain(reason[0]) };

/** The wire has no other word for nothing. */
export const said = (answer: unknown): unknown => (answer === null ? undefined : answer);
