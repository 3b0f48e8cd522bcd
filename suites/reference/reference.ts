import type { Ending, ShutdownReport, Snapshot, Target, View } from '../../harness/index.ts';
import { ownClosing } from './closing-settings.ts';
import { coordinator } from './coordinator.ts';
import type { Parts, Told } from './core.ts';
import { Abandoned, Cancelled, Refused, TimedOut } from './errors.ts';
import { endings } from './events.ts';
import { partsFor } from './parts.ts';
import { type Choices, inThreads, settingsOf } from './settings.ts';

/** What the reference is where nobody asks for anything else, and the kit's own defaults do not say it. */
const own: Choices = {
  retention: { value: 'count', count: 100 },
  unobserved: 'hook',
  'rate.window': 'sliding',
  'event.names': { value: 'map', cancelled: 'run-cancelled', handled: 'run-handled', wave: 'wave', reason: 'reason' },
};

/**
 * The least coordinator that does everything right: what each requirement asks for can be read off it.
 *
 * The dialect steers it and is declared, too. `mutate` gets its parts and may replace some: a mutant is the reference
 * with one part that has a fault.
 */
export function reference(dialect: Choices = {}, mutate: (parts: Parts) => Parts = (parts) => parts): Target {
  const choices = { ...own, ...ownClosing(dialect), ...dialect };
  const settings = settingsOf(choices);
  const parts = mutate(partsFor(settings));
  return {
    name: 'reference',
    version: '1',
    dialect: choices,
    // Threads live in real time.
    ...(inThreads(settings) ? { pace: 3 } : {}),
    open: (wish) => coordinator(settings, parts, wish),
    classify: (said, view) => classify(said, view, settings.timeoutAs),
    report: reportOf,
  };
}

/** A shutdown that went wrong carries the same in its error. */
const reportOf = (settled: unknown): ShutdownReport => {
  const { unfinished, returned, left } = (settled ?? {}) as ShutdownReport;
  return { ...(unfinished ? { unfinished } : {}), ...(returned ? { returned } : {}), ...(left ? { left } : {}) };
};

/** The tags of this coordinator: classes of errors, the mark of a terminal event, the word of a state. */
function classify(said: unknown, view: View, timeoutAs: Ending): Ending | null | undefined {
  if (view === 'events' || view === 'lateSubscribe') {
    const { type, terminal } = said as Told;
    return terminal && isEnding(type) ? type : null;
  }
  if (view === 'query') {
    const { state } = said as Snapshot;
    return state !== undefined && isEnding(state) ? state : null;
  }
  if (said instanceof Cancelled) return 'cancelled';
  if (said instanceof TimedOut) return timeoutAs;
  if (said instanceof Abandoned) return 'abandoned';
  return said instanceof Refused ? 'refused' : undefined;
}

const isEnding = (word: string): word is Ending => endings.has(word) || word === 'refused' || word === 'abandoned';
