import type { Snapshot } from './adapter/tasks.ts';
import type { TaskEvent } from './adapter/events.ts';
import type { Ending, Target } from './adapter/target.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { Classify } from './history.ts';

/** Words for an ending that the kit knows without being told; compared without case and punctuation. */
const known: Readonly<Record<Ending, readonly string[]>> = {
  completed: ['completed', 'complete', 'success', 'succeeded', 'fulfilled', 'done', 'finished', 'resolved'],
  failed: ['failed', 'fail', 'error', 'errored', 'failure', 'rejected'],
  cancelled: ['cancelled', 'canceled', 'cancel', 'aborted', 'abort', 'interrupted', 'revoked'],
  timeout: ['timeout', 'timedout', 'expired'],
  refused: ['refused', 'declined'],
  abandoned: ['abandoned', 'lost'],
};

const cancelledNames = /^(?:\w*Abort(?:ed)?|\w*Cancel(?:l?ed|l?ation)?|Interrupt(?:ed)?)(?:Error|Exception)?$/;
const timeoutNames = /^\w*Time(?:d)?out(?:Error|Exception)?$/i;
const cancelledCodes: ReadonlySet<unknown> = new Set(['ABORT_ERR', 'ERR_CANCELED', 'ERR_CANCELLED', 'ECANCELED', 20]);
const timeoutCodes: ReadonlySet<unknown> = new Set(['ETIMEDOUT', 'ERR_TIMEOUT', 'TIMEOUT', 23]);

/**
 * Names what a target's own words mean: by its `classify`, else by the table of its dialect, else by the names and
 * codes that the kit knows. A rejection with a reason that the kit itself gave to a cancel is told by identity. Text
 * is never a tag.
 */
export function classifier(
  target: Pick<Target, 'classify'>,
  dialect: Dialect,
  reasons: ReadonlySet<unknown>,
): Classify {
  const { outcomes, events } = tablesOf(dialect);
  return (said, view, rejected) => {
    const own = target.classify?.(said, view);
    if (own !== undefined) return own;
    if (view === 'events' || view === 'lateSubscribe') return byWord((said as TaskEvent | undefined)?.type, events);
    if (view === 'query') return byWord((said as Snapshot | undefined)?.state, outcomes);
    if (!rejected) return 'completed';
    return reasons.has(said) ? 'cancelled' : ofError(said, outcomes);
  };
}

function ofError(error: unknown, outcomes: ReadonlyMap<string, Ending>): Ending {
  const { name, code } = (error !== null && typeof error === 'object' ? error : {}) as {
    name?: unknown;
    code?: unknown;
  };
  const told = outcomes.get(plain(name)) ?? outcomes.get(plain(code));
  if (told) return told;
  if (timeoutCodes.has(code) || timeoutNames.test(String(name))) return 'timeout';
  if (cancelledCodes.has(code) || cancelledNames.test(String(name))) return 'cancelled';
  return 'failed';
}

const byWord = (word: unknown, table: ReadonlyMap<string, Ending>): Ending | null => table.get(plain(word)) ?? null;

interface Tables {
  readonly outcomes: ReadonlyMap<string, Ending>;
  readonly events: ReadonlyMap<string, Ending>;
}

/** Built once a dialect: a classifier is made for each of thousands of histories. */
const tables = new WeakMap<Dialect, Tables>();

function tablesOf(dialect: Dialect): Tables {
  const found = tables.get(dialect) ?? {
    outcomes: wordsOf(dialect, 'outcome.names'),
    events: wordsOf(dialect, 'event.names'),
  };
  tables.set(dialect, found);
  return found;
}

/** The kit's words, and the table `{ cancelled: 'revoked' | ['revoked', …], … }` of the dialect over them. */
function wordsOf(dialect: Dialect, option: string): ReadonlyMap<string, Ending> {
  const words = new Map<string, Ending>();
  for (const [ending, list] of Object.entries(known)) for (const word of list) words.set(plain(word), ending as Ending);
  const table = dialect.choice(option);
  if (table === null || typeof table !== 'object') return words;
  for (const [ending, said] of Object.entries(table)) {
    if (!(ending in known)) continue;
    for (const word of Array.isArray(said) ? said : [said]) words.set(plain(word), ending as Ending);
  }
  return words;
}

const plain = (word: unknown): string =>
  typeof word === 'string'
    ? word.toLowerCase().replace(/[^a-z0-9]/g, '')
    : typeof word === 'number'
      ? String(word)
      : '';
