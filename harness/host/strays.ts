import { describe } from '../describe.ts';
import type { Finding } from '../outcome.ts';
import type { Stray } from '../run-case.ts';
import { exit, send } from './channel.ts';
import { placeOf } from '../places.ts';

/** What the host is busy with, for frames that must name it. */
export interface Now {
  /** The case in flight. */
  running: string | null;
  /** The case that had its outcome last. */
  last: string | null;
}

/** Where errors go that nobody caught. */
export interface StrayDoor {
  listen(listener: (stray: Stray) => void): () => void;
}

/** Catches what nobody caught. It goes to the case in flight, or else to the supervisor under the case before. */
export function catchStrays(now: Now): StrayDoor {
  let listener: ((stray: Stray) => void) | undefined;
  const take = (stray: Stray): void => {
    if (listener) listener(stray);
    else send({ is: 'stray', case: now.running ?? now.last, finding: findingOf(stray) });
  };
  process.on('uncaughtException', (error) => take({ kind: 'uncaughtException', error }));
  process.on('unhandledRejection', (error) => take({ kind: 'unhandledRejection', error }));
  return {
    listen(next) {
      listener = next;
      return () => {
        if (listener === next) listener = undefined;
      };
    },
  };
}

function findingOf({ kind, error }: Stray): Finding {
  const where = error instanceof Error ? placeOf(error.stack) : undefined;
  const said = kind === 'uncaughtException' ? 'was thrown' : 'was the reason of a rejection';
  return {
    rule: 'invariant/no-stray-error',
    expected: 'no error that nobody catches',
    observed: `${describe(error)} ${said} after the case had ended, and nobody caught it`,
    ...(where ? { hint: `It was made at ${where.file}:${where.line}:${where.column}.` } : {}),
    witness: [],
  };
}

/** Has `process.exit` say who called it before it ends the process. It ends it: a thrower would change the target. */
export function reportExit(now: Now): void {
  process.exit = (code) => {
    send({ is: 'exit', code: Number(code ?? process.exitCode ?? 0), during: now.running, stack: stackHere() });
    return exit(code);
  };
}

/** While schedules are explored stacks are off, but this one is wanted. */
function stackHere(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const { stack } = new Error('process.exit');
  Error.stackTraceLimit = limit;
  return String(stack);
}
