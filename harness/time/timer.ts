import { AsyncResource } from 'node:async_hooks';
import { type Callback, type Handle, immediateKind, timeoutKind } from './door.ts';

/** Given what a callback threw, in the async context of its timer. */
export type OnThrow = (error: unknown) => void;

/** Where timers wait. */
export interface Waiting {
  arm(timer: VirtualTimeout): void;
  disarm(timer: VirtualTimeout): void;
}

/** What timers and immediates share: a callback, its arguments and the async context they were set in. */
abstract class Deferred {
  /** The target has taken it back. */
  closed = false;
  readonly callback: Callback;
  readonly args: unknown[];
  #context: AsyncResource | undefined;
  #refed = true;

  constructor(callback: Callback, args: unknown[]) {
    this.callback = callback;
    this.args = args;
  }

  /** Only tells `hasRef`: in virtual time nothing keeps the process alive, and nothing is left out for that. */
  ref(): this {
    this.#refed = true;
    return this;
  }

  unref(): this {
    this.#refed = false;
    return this;
  }

  hasRef(): boolean {
    return this.#refed;
  }

  /** Keeps the present async context, under the name that Node gives it. */
  bind(type: 'Timeout' | 'Immediate'): void {
    this.#context ??= new AsyncResource(type, { requireManualDestroy: true });
  }

  /** Lets the context go; async hooks then count it as ended, as Node's own. */
  release(): void {
    this.#context?.emitDestroy();
    this.#context = undefined;
  }

  run(onThrow: OnThrow): void {
    if (this.#context) this.#context.runInAsyncScope(attempt, this, onThrow);
    else attempt.call(this, onThrow);
  }
}

function attempt(this: Deferred, onThrow: OnThrow): void {
  try {
    // A method call on purpose: Node's callbacks see their timer as `this`.
    this.callback(...this.args);
  } catch (error) {
    onThrow(error);
  }
}

/** What `setTimeout` and `setInterval` return. */
export class VirtualTimeout extends Deferred implements Handle {
  /** When it falls due, in ms of its clock. */
  at = 0;
  /** Order among those of one instant. */
  seq = 0;
  queued = false;
  /** It was asked to wait: 1 ms was said, not 0. */
  counts = false;
  /** How many short timers led to it, each set in the turn of the one before. */
  depth = 0;
  readonly kind: symbol = timeoutKind;
  readonly id: number;
  readonly delay: number;
  readonly repeat: boolean;
  readonly #waiting: Waiting;

  constructor(waiting: Waiting, id: number, callback: Callback, args: unknown[], delay: number, repeat: boolean) {
    super(callback, args);
    this.#waiting = waiting;
    this.id = id;
    this.delay = delay;
    this.repeat = repeat;
  }

  /** As Node's: one that has fired is set anew, one that was cleared stays cleared. */
  refresh(): this {
    if (this.closed) return this;
    if (this.queued) this.#waiting.disarm(this);
    this.#waiting.arm(this);
    return this;
  }

  close(): this {
    this.closed = true;
    if (this.queued) this.#waiting.disarm(this);
    this.release();
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** What `setImmediate` returns. */
export class VirtualImmediate extends Deferred implements Handle {
  readonly kind: symbol = immediateKind;

  close(): this {
    this.closed = true;
    this.release();
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
