import type { HoldWish, Lease, Resource, ResourceWish } from '../adapter/resources.ts';
import type { Program } from '../adapter/program.ts';
import type { Coordinator, Target } from '../adapter/target.ts';
import { QuiesceError } from '../errors.ts';
import { runProgram } from '../program/interpreter.ts';
import type { Bench } from './bench.ts';
import { attempt } from './observe.ts';

/** What is made by `create`: a lock or semaphore makes nothing. */
export type ResourceKind = 'lock' | 'pool';

/** How a resource is built, and how the creations of a pool go. */
export interface ResourceSetting {
  /** How many may hold it at once. */
  readonly limit: number;
  /** Each creation waits at a gate of its own, `create 1`, `create 2`, … */
  readonly slow?: true;
  /** So many creations fail, the first ones, each with an Error `creation <number>`. */
  readonly failing?: number;
}

/** What is asked for with an acquire or a use. */
export interface HoldSetting {
  /** Name of the signal that ends the wait. Left out: one of its own, which nobody aborts. */
  readonly signal?: string;
  /** How long to wait, in ms. */
  readonly timeout?: number;
  /** Greater is sooner. */
  readonly priority?: number;
}

/**
 * Locks, semaphores and pools. Calls return at once and never throw; what comes of them is in the history as
 * `resource.<operation>`, under the name of the holder and that of the resource. Pooled things are numbered by creation.
 */
export interface ResourceLab {
  /** Builds the first lock, or pool, that the coordinator has, under that name. */
  build(resource: string, kind: ResourceKind, setting: ResourceSetting): Promise<void>;
  acquire(resource: string, holder: string, setting?: HoldSetting): void;
  /** Has the library run a body with it; the body's journal is that of the user. */
  use(resource: string, user: string, body: Program, setting?: HoldSetting): void;
  /** True once the holder has been granted a lease. */
  granted(holder: string): boolean;
  /** Gives the holder's lease back; again if it was given back before. Without a lease nothing happens. */
  release(holder: string): void;
  /** Gives the holder's lease back as broken. Without a lease, or where a lease cannot say so, nothing happens. */
  discard(holder: string): void;
  close(resource: string, timeout?: number): void;
}

/** A pooled thing: nothing but an identity. */
interface Thing {
  readonly number: number;
}

/** Builds and uses the resources of one run. */
export class Resources implements ResourceLab {
  readonly #built = new Map<string, { readonly kind: ResourceKind; readonly it: Resource }>();
  readonly #leases = new Map<string, { readonly resource: string; readonly lease: Lease }>();
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  async build(resource: string, kind: ResourceKind, setting: ResourceSetting): Promise<void> {
    const { current, target, pace } = this.#bench;
    const kinds = await kindsOf(target, current, () => pace.quiesce());
    const name = [...kinds].find(([, found]) => found === kind)?.[0];
    const make = name === undefined ? undefined : current.resources?.[name];
    if (!make) throw lacking(target.name, kind);
    this.#built.set(resource, { kind, it: await make(this.#wish(resource, setting)) });
    this.#bench.recorder.record('info', 'resource.build', undefined, resource, { kind, name, limit: setting.limit });
  }

  acquire(resource: string, holder: string, setting: HoldSetting = {}): void {
    const { recorder } = this.#bench;
    const { kind, it } = this.#of(resource);
    const asked = recorder.record('invoke', 'resource.acquire', holder, resource, setting);
    const refused = (error: unknown) =>
      void recorder.record('fail', 'resource.acquire', holder, resource, error, asked.seq);
    const granted = (value: unknown) => {
      const lease = value as Lease | null | undefined;
      if (typeof lease?.release !== 'function') return this.#bench.fault(malformed(value));
      this.#leases.set(holder, { resource, lease });
      recorder.record('ok', 'resource.acquire', holder, resource, numberOf(lease.resource), asked.seq);
    };
    attempt(() => it.acquire?.(this.#hold(`${kind}.acquire`, holder, setting)), granted, refused);
  }

  use(resource: string, user: string, body: Program, setting: HoldSetting = {}): void {
    const bench = this.#bench;
    const { kind, it } = this.#of(resource);
    bench.call('resource.use', user, resource, setting, () =>
      it.use?.(
        (thing, signal) => {
          bench.recorder.record('saw', 'resource.lent', user, resource, numberOf(thing));
          return runProgram(user, body, bench.programs, signal, { reads: bench.reads });
        },
        this.#hold(`${kind}.use`, user, setting),
      ),
    );
  }

  granted(holder: string): boolean {
    return this.#leases.has(holder);
  }

  release(holder: string): void {
    const held = this.#leases.get(holder);
    if (held) this.#bench.call('resource.release', holder, held.resource, undefined, () => held.lease.release());
  }

  discard(holder: string): void {
    const { resource, lease } = this.#leases.get(holder) ?? {};
    if (lease?.discard) this.#bench.call('resource.discard', holder, resource, undefined, () => lease.discard?.());
  }

  close(resource: string, timeout?: number): void {
    const { it } = this.#of(resource);
    const signal = this.#bench.tasks.controller(`close of ${resource}`).signal;
    const wish = this.#bench.reads.wish('pool.close', { signal, timeout });
    this.#bench.call('resource.close', undefined, resource, timeout, () => it.close?.(wish));
  }

  /** True if a resource of that name has that operation. */
  has(resource: string, operation: keyof Resource): boolean {
    return this.#built.get(resource)?.it[operation] !== undefined;
  }

  #of(resource: string): { readonly kind: ResourceKind; readonly it: Resource } {
    const built = this.#built.get(resource);
    if (built) return built;
    throw new QuiesceError(
      'suite',
      'SUITE_RESOURCE_UNKNOWN',
      `A workload named a resource "${resource}" before it built it.`,
    );
  }

  #hold(owner: string, holder: string, { signal, timeout, priority }: HoldSetting): HoldWish {
    const { reads, tasks } = this.#bench;
    return reads.wish(owner, { signal: tasks.controller(signal ?? `wait of ${holder}`).signal, timeout, priority });
  }

  #wish(resource: string, { limit, slow, failing = 0 }: ResourceSetting): ResourceWish {
    const bench = this.#bench;
    let made = 0;
    const create = async (): Promise<Thing> => {
      made += 1;
      const number = made;
      const asked = bench.recorder.record('invoke', 'resource.create', undefined, resource, number);
      if (slow) await new Promise<void>((opened) => void bench.gates.wait(`create ${number}`, opened));
      const error = number <= failing ? new Error(`creation ${number}`) : undefined;
      bench.recorder.record(error ? 'fail' : 'ok', 'resource.create', undefined, resource, error ?? number, asked.seq);
      if (error) throw error;
      return { number };
    };
    const destroy = async (thing: unknown): Promise<void> => {
      bench.recorder.record('saw', 'resource.destroy', undefined, resource, numberOf(thing));
    };
    return { limit, create, destroy };
  }
}

/** What each resource of a target is; found out once, with a probe that leaves no line in any history. */
const known = new WeakMap<Target, ReadonlyMap<string, ResourceKind>>();

/** Names the kind of every resource: one that reads `create` or `destroy`, at the latest at its first acquire, is a pool. */
export async function kindsOf(
  target: Target,
  { resources = {} }: Coordinator,
  rest: () => Promise<unknown>,
): Promise<ReadonlyMap<string, ResourceKind>> {
  const found = known.get(target);
  if (found) return found;
  const kinds = new Map<string, ResourceKind>();
  for (const [name, make] of Object.entries(resources)) {
    let pools = false;
    const read = <T>(value: T): T => {
      pools = true;
      return value;
    };
    const probe = await make({
      limit: 1,
      get create() {
        return read(async (): Promise<Thing> => ({ number: 0 }));
      },
      get destroy() {
        return read(async (): Promise<void> => {});
      },
    });
    if (!pools && probe.acquire) await acquireOnce(probe, rest);
    kinds.set(name, pools ? 'pool' : 'lock');
  }
  known.set(target, kinds);
  return kinds;
}

async function acquireOnce(probe: Resource, rest: () => Promise<unknown>): Promise<void> {
  const wish = { signal: new AbortController().signal, timeout: undefined, priority: undefined };
  try {
    probe.acquire?.(wish).then(
      (lease) => void lease?.release?.(),
      () => {},
    );
  } catch {
    // A resource that cannot be acquired is a lock by its form; its own cases will say what is wrong with it.
  }
  await rest();
}

const numberOf = (thing: unknown): number | undefined => (thing as Partial<Thing> | null | undefined)?.number;

const lacking = (target: string, kind: ResourceKind): QuiesceError =>
  new QuiesceError(
    'suite',
    'SUITE_RESOURCE_ABSENT',
    `A workload builds a ${kind}, and "${target}" has none.`,
    `Let the case need the capability \`${kind}\`.`,
  );

const malformed = (value: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_LEASE_MALFORMED',
    `\`acquire\` of the adapter gave ${value === null ? 'null' : typeof value}${typeof value === 'object' && value !== null ? ' without a `release` method' : ''}.`,
    'Return a lease: `{ resource, release }`, where `release` gives it back.',
  );
