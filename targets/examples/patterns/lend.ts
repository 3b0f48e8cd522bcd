import type { Body, Json, Lent } from '../../../harness/index.ts';
import { all } from './all.ts';
import type { Outcome } from './batch.ts';
import { using } from './cleanup.ts';
import type { Runner } from './runner.ts';
import type { Part } from './scope.ts';
import type { Permit } from './semaphore.ts';
import { within } from './time-limit.ts';

/** The patterns that the document's code has in a way of its own. */
export interface Patterns {
  isolated<T>(above: AbortSignal, operations: readonly Part<T>[], limit?: number): Promise<readonly Outcome<T>[]>;
  shield<T>(above: AbortSignal, critical: Part<T>): Promise<T>;
}

/** The patterns, as a body can call them that runs in the scope of that signal. */
export function lend(runner: Runner, patterns: Patterns, signal: AbortSignal): Lent {
  const part =
    (body: Body): Part<Json> =>
    (own) =>
      body(own, lend(runner, patterns, own));
  // Where the cancel has been heard of already, a cleanup may still wait for a lock.
  const acquire = (name: string): Promise<Permit> => runner.lock(name).acquire(signal.aborted ? {} : { signal });
  return {
    all: (bodies) => all(signal, bodies.map(part)),
    settle: (bodies, { timeout }) => patterns.isolated(signal, bodies.map(part), timeout),
    within: (ms, body) => within(signal, ms, (own) => body(own, undefined, lend(runner, patterns, own))),
    shield: (body) => patterns.shield(signal, part(body)),
    use: (dispose, body) => using(dispose, () => part(body)(signal)),
    acquire,
    async hold(name, body) {
      const permit = await acquire(name);
      return part(body)(signal).finally(() => permit.release());
    },
  };
}
