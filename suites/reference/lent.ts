import type { Body, Child, Entry, Json, Lease, Lent, Limit, Owner, Transaction, Wish } from '../../harness/index.ts';
import type { Cleanup, Core, Task } from './core.ts';
import * as groups from './groups.ts';
import type { Part } from './limits.ts';
import { map } from './map.ts';
import type { Scope } from './scope.ts';
import { use } from './use.ts';

/** What a body is lent, bound to the scope that it runs in: each part of a body is lent its own. */
class Loan implements Lent {
  readonly #core: Core;
  readonly #task: Task;
  readonly #scope: Scope;

  constructor(core: Core, task: Task, scope: Scope) {
    this.#core = core;
    this.#task = task;
    this.#scope = scope;
  }

  emit(type: string, data?: Json): unknown {
    return this.#core.parts.emit(this.#core, this.#task, type, data);
  }

  async sleep(ms: number): Promise<void> {
    this.#core.parts.enter(this.#core, this.#task, this.#scope);
    await this.#core.parts.sleep(this.#core, this.#task, this.#scope, ms);
  }

  shield(body: Body): Promise<Json> {
    return this.#core.parts.shield(this.#core, this.#task, this.#scope, this.#part(body));
  }

  within(ms: number, body: (signal?: AbortSignal | null, limit?: Limit, lent?: Lent) => Promise<Json>): Promise<Json> {
    return this.#core.parts.within(this.#core, this.#task, this.#scope, ms, (scope, limit) =>
      body(scope.signal, limit, this.#below(scope)),
    );
  }

  scope(body: Body, opened: (cancel: (reason?: unknown) => unknown) => void): Promise<Json> {
    return this.#core.parts.scoped(this.#core, this.#task, this.#scope, this.#part(body), opened);
  }

  all(bodies: readonly Body[]): Promise<Json> {
    return this.#core.parts.all(this.#core, this.#task, this.#scope, this.#parts(bodies));
  }

  race(bodies: readonly Body[]): Promise<Json> {
    return this.#core.parts.race(this.#core, this.#task, this.#scope, this.#parts(bodies));
  }

  any(bodies: readonly Body[]): Promise<Json> {
    return this.#core.parts.any(this.#core, this.#task, this.#scope, this.#parts(bodies));
  }

  settle(bodies: readonly Body[], wish: { readonly timeout: Wish<number> }): Promise<readonly Entry[]> {
    return groups.settle(this.#core, this.#task, this.#scope, this.#parts(bodies), wish.timeout);
  }

  group(owner: Owner): Promise<Json> {
    return this.#core.parts.group(this.#core, this.#task, this.#scope, this.#lead(owner));
  }

  supervise(owner: Owner): Promise<Json> {
    return this.#core.parts.supervise(this.#core, this.#task, this.#scope, this.#lead(owner));
  }

  spawn(body: Body): Child {
    return groups.spawn(this.#core, this.#task, this.#scope, this.#part(body));
  }

  async hold(name: string, body: Body): Promise<Json> {
    this.#core.parts.enter(this.#core, this.#task, this.#scope);
    return this.#core.parts.hold(this.#core, this.#task, this.#scope, name, this.#part(body));
  }

  async acquire(name: string): Promise<Lease> {
    this.#core.parts.enter(this.#core, this.#task, this.#scope);
    return { release: await this.#core.parts.take(this.#core, this.#task, this.#scope, name) };
  }

  use(dispose: () => Promise<void>, body: Body): Promise<Json> {
    return use(this.#core, this.#task, this.#scope, dispose, this.#part(body));
  }

  map(
    source: AsyncIterable<Json>,
    body: (item: Json, signal?: AbortSignal | null) => Promise<Json>,
    wish: { readonly concurrency: Wish<number> },
  ): AsyncIterable<Json> {
    const part = (item: Json, scope: Scope): Promise<Json> => body(item, scope.signal);
    return map(this.#core, this.#task, this.#scope, source, part, wish.concurrency ?? 1);
  }

  transaction(body: (data: Transaction, signal?: AbortSignal | null) => Promise<Json>): Promise<Json> {
    return this.#core.parts.transaction(this.#core, this.#task, this.#scope, (data, scope) => body(data, scope.signal));
  }

  defer(cleanup: Cleanup): void {
    this.#core.parts.defer(this.#core, this.#task, cleanup);
  }

  #lead(owner: Owner): Part<groups.Recruit> {
    return (scope, recruit) => owner((body) => recruit(this.#part(body)), scope.signal, this.#below(scope));
  }

  #part(body: Body): Part {
    return (scope) => body(scope.signal, this.#below(scope));
  }

  #parts(bodies: readonly Body[]): readonly Part[] {
    return bodies.map((body) => this.#part(body));
  }

  #below(scope: Scope): Lent {
    return new Loan(this.#core, this.#task, scope);
  }
}

export const lend = (core: Core, task: Task, scope: Scope): Lent => new Loan(core, task, scope);
