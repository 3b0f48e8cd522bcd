import type { Body, Child, Entry, Json, Lease, Lent, Limit, Owner, Wish } from '../../harness/index.ts';
import type { Cleanup, Core, Task } from './core.ts';
import * as groups from './groups.ts';
import { type Part, scoped, shield, within } from './limits.ts';
import type { Scope } from './scope.ts';

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

  emit(type: string, data?: Json): void {
    this.#core.parts.emit(this.#core, this.#task, type, data);
  }

  async sleep(ms: number): Promise<void> {
    this.#core.parts.enter(this.#core, this.#task, this.#scope);
    await this.#core.parts.sleep(this.#core, this.#task, this.#scope, ms);
  }

  shield(body: Body): Promise<Json> {
    return shield(this.#core, this.#scope, this.#part(body));
  }

  within(ms: number, body: (signal?: AbortSignal | null, limit?: Limit, lent?: Lent) => Promise<Json>): Promise<Json> {
    return within(this.#core, this.#task, this.#scope, ms, (scope, limit) =>
      body(scope.signal, limit, this.#below(scope)),
    );
  }

  scope(body: Body, opened: (cancel: (reason?: unknown) => unknown) => void): Promise<Json> {
    return scoped(this.#core, this.#task, this.#scope, this.#part(body), opened);
  }

  all(bodies: readonly Body[]): Promise<Json> {
    return groups.all(this.#core, this.#task, this.#scope, this.#parts(bodies));
  }

  race(bodies: readonly Body[]): Promise<Json> {
    return groups.race(this.#core, this.#task, this.#scope, this.#parts(bodies));
  }

  any(bodies: readonly Body[]): Promise<Json> {
    return groups.any(this.#core, this.#task, this.#scope, this.#parts(bodies));
  }

  settle(bodies: readonly Body[], wish: { readonly timeout: Wish<number> }): Promise<readonly Entry[]> {
    return groups.settle(this.#core, this.#task, this.#scope, this.#parts(bodies), wish.timeout);
  }

  group(owner: Owner): Promise<Json> {
    return this.#group(owner, true);
  }

  supervise(owner: Owner): Promise<Json> {
    return this.#group(owner, false);
  }

  spawn(body: Body): Child {
    return groups.spawn(this.#core, this.#task, this.#scope, this.#part(body));
  }

  async hold(name: string, body: Body): Promise<Json> {
    const { release } = await this.acquire(name);
    try {
      return await body(this.#scope.signal, this);
    } finally {
      release();
    }
  }

  async acquire(name: string): Promise<Lease> {
    this.#core.parts.enter(this.#core, this.#task, this.#scope);
    return { release: await this.#core.parts.take(this.#core, this.#task, this.#scope, name) };
  }

  defer(cleanup: Cleanup): void {
    this.#core.parts.defer(this.#core, this.#task, cleanup);
  }

  #group(owner: Owner, failsFast: boolean): Promise<Json> {
    const part: Part<groups.Recruit> = (scope, recruit) =>
      owner((body) => recruit(this.#part(body)), scope.signal, this.#below(scope));
    return groups.group(this.#core, this.#task, this.#scope, part, failsFast);
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
