import type { Coordinator, Token } from '../../harness/index.ts';
import type { Core } from './core.ts';
import { callbackParts, type CallbackParts } from './callbacks.ts';
import { Cancelled } from './errors.ts';

/** What tokens are made of; see `Parts`. */
export interface TokenParts extends CallbackParts {
  /** A token that each of these parents cancels. */
  make(core: Core, parents: readonly CancelToken[]): CancelToken;
  /** The signal of a token that has parents. */
  link(own: AbortSignal, parents: readonly CancelToken[]): AbortSignal;
  cancel(token: CancelToken, reason: unknown): boolean;
  /** Raises the cancellation of the token. */
  raise(token: CancelToken): never;
  /** Begins a new epoch: what was cancelled stays so, what is started from now on is not. */
  reset(token: CancelToken): void;
  /** Has an operation that begins now hear of a cancel; gives how it stops listening. */
  heed(token: Token, stop: (reason: unknown) => void): () => void;
  /** Another thread has cancelled its end of the token. */
  heard(token: CancelToken, reason: unknown): void;
}

/** A flag that is set once, with those who want to hear of it. Whoever has its signal has all there is to it. */
export class CancelToken implements Token {
  readonly core: Core;
  readonly parents: readonly CancelToken[];
  /** What its callbacks threw, for whoever cancels it. */
  readonly failed: unknown[] = [];
  controller!: AbortController;
  signal!: AbortSignal;

  constructor(core: Core, parents: readonly CancelToken[] = []) {
    this.core = core;
    this.parents = parents;
    this.renew();
  }

  get parts(): TokenParts {
    return this.core.parts.tokens;
  }

  get cancelled(): boolean {
    return this.signal.aborted;
  }

  get reason(): unknown {
    return this.signal.aborted ? this.signal.reason : undefined;
  }

  cancel(reason?: unknown): boolean {
    return this.parts.cancel(this, reason);
  }

  check(): void {
    if (this.cancelled) this.parts.raise(this);
  }

  onCancel(run: (reason: unknown) => unknown): () => void {
    return this.parts.register(this, run);
  }

  /** A new flag in the place of the old one. */
  renew(): void {
    this.controller = new AbortController();
    const { signal } = this.controller;
    this.signal = this.parents.length > 0 ? this.parts.link(signal, this.parents) : signal;
  }
}

/** A token whose epochs can be ended. */
export class ResettableToken extends CancelToken {
  reset(): void {
    this.parts.reset(this);
  }
}

function make(core: Core, parents: readonly CancelToken[]): CancelToken {
  return core.settings.epochs ? new ResettableToken(core, parents) : new CancelToken(core, parents);
}

/** Held weakly by the parents, who may outlive thousands of children; a parent that is cancelled already counts. */
const link: TokenParts['link'] = (own, parents) => AbortSignal.any([own, ...parents.map(({ signal }) => signal)]);

/** The first one wins. */
function cancel(token: CancelToken, reason: unknown): boolean {
  if (token.cancelled) return false;
  token.controller.abort(reason);
  token.parts.raiseFailed(token);
  return true;
}

function raise({ reason }: CancelToken): never {
  throw new Cancelled(reason);
}

/** An untouched epoch needs no other one. */
function reset(token: CancelToken): void {
  if (token.cancelled) token.renew();
}

/** By the signal of the epoch in which it begins: a reset is of no concern to what is under way. */
function heed({ signal }: Token, stop: (reason: unknown) => void): () => void {
  if (!signal) return nothing;
  const abort = (): void => stop(signal.reason);
  if (signal.aborted) {
    abort();
    return nothing;
  }
  signal.addEventListener('abort', abort);
  return () => signal.removeEventListener('abort', abort);
}

const nothing = (): void => {};

/** Both sides may cancel at once: what comes second, and the echo of the own cancel, find the flag set. */
const heard = (token: CancelToken, reason: unknown): void => void token.cancel(reason);

export const tokenParts: TokenParts = { ...callbackParts, make, link, cancel, raise, reset, heed, heard };

/** What a coordinator offers of tokens. */
export const tokensOf = (core: Core): Required<Pick<Coordinator, 'token' | 'link'>> => ({
  token: (parent) => core.parts.tokens.make(core, parent ? [parent as CancelToken] : []),
  link: (parents) => core.parts.tokens.make(core, parents as readonly CancelToken[]),
});
