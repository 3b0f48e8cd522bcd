import type { Finding, Place } from '../outcome.ts';
import type { Stuck } from './frames.ts';
import { placeOf } from '../places.ts';

/**
 * How a host came to its end. `blocked`: its event loop was never given back. `deadlock`: nothing was left that could
 * settle what it waited for. `killed`: by a signal from outside. `corrupted`: its frames could not be read.
 * `interrupted`: by the supervisor, because the whole run was called off.
 */
export type DeathKind =
  | 'exit'
  | 'crash'
  | 'out-of-memory'
  | 'blocked'
  | 'deadlock'
  | 'killed'
  | 'corrupted'
  | 'interrupted';

/** The end of a host, and what is known about it. */
export interface Death {
  readonly kind: DeathKind;
  /** What was seen, as a clause: `it called process.exit(0)`. */
  readonly seen: string;
  /** Where the target stood, as V8 prints stacks. */
  readonly stack?: string;
  /** The case was getting on when the budget ended: it was too much for the budget, and is no fault of the target. */
  readonly advancing?: true;
}

/** What is known when a process has ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It said that it called `process.exit`. */
  readonly exit: { readonly code: number; readonly stack: string } | undefined;
  readonly outOfMemory: boolean;
  /** Its last words on stderr. */
  readonly said: string | undefined;
}

// Signals that a process brings upon itself by a fault; every other one comes from outside.
const faults: ReadonlySet<string> = new Set(['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS']);

/** What an ended process died of. */
export function deathOf({ code, signal, exit, outOfMemory, said }: Ended, heapMb: number): Death {
  if (exit) return { kind: 'exit', seen: `process.exit(${exit.code}) was called`, stack: exit.stack };
  if (outOfMemory) return { kind: 'out-of-memory', seen: `the heap outgrew ${heapMb} MB` };
  if (signal !== null) {
    return faults.has(signal)
      ? { kind: 'crash', seen: `the process died by ${signal}` }
      : { kind: 'killed', seen: `the process was ended by ${signal}, from outside` };
  }
  const after = said === undefined ? '' : `, after writing "${said}"`;
  return code === 0
    ? { kind: 'exit', seen: `the process ended with code 0 without calling process.exit${after}` }
    : { kind: 'crash', seen: `the process ended with code ${code}${after}` };
}

/** Nothing can settle what it waits for: this is known at once, whatever the budget. */
export const ranDry = 'the event loop ran dry while the case still waited';

/** What a host is stuck in that still listens. */
export function stuckIn(how: Stuck, alive: readonly string[], budget: number): Death {
  if (how === 'dry') return { kind: 'deadlock', seen: ranDry };
  const held = alive.length > 0 ? `; still active: ${alive.join(', ')}` : '';
  return how === 'idle'
    ? { kind: 'deadlock', seen: `the case still waited after ${budget} ms, and the event loop slept${held}` }
    : { kind: 'blocked', seen: `the event loop still spun after ${budget} ms${held}` };
}

const rules: Readonly<Record<DeathKind, { readonly expected: string; readonly hint?: string }>> = {
  exit: {
    expected: 'the coordinator never ends the process that it lives in',
    hint: 'When the process ends is for the application to decide: hand the condition to the caller.',
  },
  crash: { expected: 'the process lives on after the case' },
  'out-of-memory': {
    expected: 'memory stays within bounds',
    hint: 'Look for a list or a loop that grows without anything that takes from it.',
  },
  blocked: {
    expected: 'the event loop is given back',
    hint: 'Nothing else runs while it is held: no timer, no cancel, no shutdown. Look for a loop that waits for a change.',
  },
  deadlock: {
    expected: 'whatever the case waits for settles',
    hint: 'Look for a promise whose resolver is lost on one of the ways out.',
  },
  killed: { expected: 'the process is left alone' },
  corrupted: {
    expected: 'the coordinator leaves file descriptors alone that it has not opened',
    hint: 'Descriptors 3 to 5 belong to the kit.',
  },
  interrupted: { expected: 'the run is left to end' },
};

/** A death as what a case found. */
export function findingOf({ kind, seen, stack }: Death): { readonly finding: Finding; readonly where?: Place } {
  const { expected, hint } = rules[kind];
  const where = placeOf(stack);
  return {
    finding: { rule: `host/${kind}`, expected, observed: seen, ...(hint === undefined ? {} : { hint }), witness: [] },
    ...(where ? { where } : {}),
  };
}
