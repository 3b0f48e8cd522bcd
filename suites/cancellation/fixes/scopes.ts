import type { Fixes } from '../../fix.ts';

/** CAN-22, CAN-23: parents and children. */
export const scopeFixes: Fixes = {
  'CAN-22': {
    title: "Derive each child's signal from its parent's, at every depth",
    effort: 'hours',
    sketch: `
class Scope {
  readonly #own = new AbortController();
  readonly signal: AbortSignal;
  constructor(parent?: Scope) {
    this.signal = parent ? AbortSignal.any([parent.signal, this.#own.signal]) : this.#own.signal;
  }
  spawn = (body: (scope: Scope) => Promise<unknown>) => {
    const child = new Scope(this); // this scope, not the outermost one
    return { result: body(child), cancel: (reason?: unknown) => child.#own.abort(reason) };
  };
}`,
    note: 'Nested groups are scopes too: hand the scope to the body of each, or their children hang on to the wrong parent.',
  },
  'CAN-23': {
    title: 'Give a child a controller of its own, below that of its parent',
    effort: 'minutes',
    sketch: `
function spawn(parent: AbortSignal, body: Body): Child {
  const own = new AbortController();
  const signal = AbortSignal.any([parent, own.signal]); // down, never up
  const result = body(signal);
  result.catch(() => {}); // the parent decides whether it wants to know
  return { result, cancel: (reason) => own.abort(reason) };
}`,
  },
};
