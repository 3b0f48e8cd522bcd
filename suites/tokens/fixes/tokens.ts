import type { Fixes } from '../../fix.ts';

/** TOK-01 to TOK-04 and TOK-11 to TOK-13: tokens and their links. */
export const tokenFixes: Fixes = {
  'TOK-01': {
    title: 'Hand the token itself over, and set its flag once',
    effort: 'minutes',
    sketch: `
class CancelToken {
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal; // hand this over, never a copy of the flag
  get cancelled(): boolean {
    return this.signal.aborted;
  }
  cancel(reason?: unknown): void {
    this.#controller.abort(reason); // a second call changes nothing
  }
}`,
  },
  'TOK-02': {
    title: 'Send a cancel to the other threads, and drop what you know already',
    effort: 'hours',
    sketch: `
token.signal.addEventListener('abort', () => worker.postMessage({ cancel: token.signal.reason }));
worker.on('message', (message) => {
  if ('cancel' in message && !token.cancelled) token.cancel(message.cancel); // an echo finds the flag set
});`,
    note: 'The worker does the same with its own end. An AbortSignal itself does not cross threads.',
  },
  'TOK-03': {
    title: 'Throw a cancellation of its own kind, made for this token',
    effort: 'minutes',
    sketch: `
class CancelledError extends Error {
  override name = 'CancelledError';
  constructor(readonly reason: unknown) {
    super('cancelled');
  }
}
check(): void {
  if (this.cancelled) throw new CancelledError(this.signal.reason); // a new one each time
}`,
    note: '`signal.throwIfAborted()` does it, too: it throws the reason itself.',
  },
  'TOK-04': {
    title: 'Let a reset begin a new epoch, and bind each operation to the epoch it began in',
    effort: 'hours',
    sketch: `
reset(): void {
  if (this.cancelled) this.#controller = new AbortController(); // the old one stays aborted
}
run(steps: Step[]): Promise<Result> {
  const { signal } = this.token; // taken once, at the start
  return runSteps(steps, signal);
}`,
    note: 'Better still: no reset. A new operation gets a new token.',
  },
  'TOK-11': {
    title: 'Make a token for each operation',
    effort: 'minutes',
    sketch: `
const tokens = new Map<string, CancelToken>();
start(id: string, work: Work): Promise<Result> {
  const token = new CancelToken(); // not a field of the coordinator
  tokens.set(id, token);
  return run(work, token).finally(() => tokens.delete(id));
}
cancel(id: string, reason?: unknown): void {
  tokens.get(id)?.cancel(reason);
}`,
  },
  'TOK-12': {
    title: 'Link with AbortSignal.any, and give the child a controller of its own',
    effort: 'minutes',
    sketch: `
function linked(...parents: CancelToken[]): CancelToken {
  const own = new AbortController();
  // all parents, also those that are aborted already; nothing goes upwards
  const signal = AbortSignal.any([own.signal, ...parents.map((parent) => parent.signal)]);
  return new CancelToken(own, signal);
}`,
  },
  'TOK-13': {
    title: 'Take the listener off when the operation ends, however it ends',
    effort: 'minutes',
    sketch: `
const stop = () => run.stop(token.signal.reason);
token.signal.addEventListener('abort', stop);
try {
  return await run.toItsEnd();
} finally {
  token.signal.removeEventListener('abort', stop);
}`,
    note: 'Keep children in no set of the parent; AbortSignal.any holds them weakly.',
  },
};
