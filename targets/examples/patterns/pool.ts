import { after } from '../streaming/timer.ts';
import { Line } from './line.ts';
import type { Wait } from './semaphore.ts';

export interface Making {
  readonly limit: number;
  readonly create: () => Promise<unknown>;
  readonly destroy: (resource: unknown) => Promise<unknown>;
}

export interface Loan {
  readonly resource: unknown;
  /** A second time does nothing. */
  release(): void;
}

/** Resources that are made when they are wanted, lent to one at a time, and used again. */
export class ResourcePool {
  readonly #making: Making;
  readonly #line = new Line<Loan>();
  readonly #idle: unknown[] = [];
  readonly #lent = new Set<unknown>();
  /** Being made, idle or lent: a place is taken from the beginning of its creation. */
  #alive = 0;
  #closing: { readonly promise: Promise<void>; readonly done: () => void } | undefined;

  constructor(making: Making) {
    this.#making = making;
  }

  async acquire({ signal, timeout }: Wait): Promise<Loan> {
    if (this.#closing) throw closed();
    signal?.throwIfAborted();
    if (this.#idle.length > 0) return this.#loan(this.#idle.pop());
    const turn = this.#line.wait(signal, timeout);
    this.#growIfWanted();
    return turn;
  }

  async use<T>(body: (resource: unknown) => Promise<T>, wait: Wait): Promise<T> {
    const { resource, release } = await this.acquire(wait);
    try {
      return await body(resource);
    } finally {
      release();
    }
  }

  /** Refuses those who wait, and waits for what is lent, but no longer than so many ms: then it is destroyed. */
  close(timeout = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.#closing) return this.#closing.promise;
    let done = (): void => {};
    const promise = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.#closing = { promise, done };
    for (let waiter = this.#line.next(); waiter; waiter = this.#line.next()) waiter.refuse(closed());
    for (const resource of this.#idle.splice(0)) this.#destroy(resource);
    const callOff = after(timeout, () => {
      for (const resource of this.#lent) this.#takeBack(resource, (it) => this.#destroy(it));
      done();
    });
    this.#endIfEmpty();
    return promise.finally(callOff);
  }

  #growIfWanted(): void {
    const coming = this.#alive - this.#lent.size - this.#idle.length;
    if (this.#line.length > coming && this.#alive < this.#making.limit) void this.#grow();
  }

  /** Whoever it was made for may have gone. Of a creation that fails one waiter learns; another is then begun. */
  async #grow(): Promise<void> {
    this.#alive += 1;
    try {
      this.#offer(await this.#making.create());
    } catch (error) {
      this.#alive -= 1;
      this.#line.next()?.refuse(error);
      this.#growIfWanted();
      this.#endIfEmpty();
    }
  }

  #loan(resource: unknown): Loan {
    this.#lent.add(resource);
    let held = true;
    const release = (): void => {
      if (held) this.#takeBack(resource, (it) => this.#offer(it));
      held = false;
    };
    return { resource, release };
  }

  /** What the end of a closing has taken back is not given back again. */
  #takeBack(resource: unknown, then: (resource: unknown) => void): void {
    if (this.#lent.delete(resource)) then(resource);
  }

  #offer(resource: unknown): void {
    const waiter = this.#line.next();
    if (waiter) waiter.grant(this.#loan(resource));
    else if (this.#closing) this.#destroy(resource);
    else this.#idle.push(resource);
  }

  /** One that cannot be destroyed is out of the pool all the same. */
  #destroy(resource: unknown): void {
    this.#alive -= 1;
    this.#making.destroy(resource).catch(() => {});
    this.#growIfWanted();
    this.#endIfEmpty();
  }

  #endIfEmpty(): void {
    if (this.#alive === 0) this.#closing?.done();
  }
}

const closed = (): Error => new Error('the pool is closed');
