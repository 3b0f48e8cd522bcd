import type { SmokeReport } from '../harness/host/frames.ts';
import type { Outcome, Verdict } from '../harness/outcome.ts';
import type { Settings, Stray } from './result.ts';
import { UnreadableResult } from './unreadable.ts';

export const logFormat = 'quiesce-events/1';

/** One line of `events.ndjson`, written as it happens; what a killed run leaves behind. */
export type LogEntry =
  | { readonly is: 'header'; readonly format: typeof logFormat; readonly kit: string; readonly settings: Settings }
  | { readonly is: 'smoke'; readonly report: SmokeReport }
  | { readonly is: 'outcome'; readonly outcome: Outcome }
  | { readonly is: 'stray'; readonly stray: Stray }
  | { readonly is: 'footer'; readonly counts: Readonly<Record<Verdict, number>> };

/** The line of one entry, with its newline. */
export const logLine = (entry: LogEntry): string => `${JSON.stringify(entry)}\n`;

export const logHeader = (kit: string, settings: Settings): LogEntry => ({
  is: 'header',
  format: logFormat,
  kit,
  settings,
});

/** The last line. Only a log that has it is complete. */
export const logFooter = (outcomes: readonly Outcome[]): LogEntry => ({ is: 'footer', counts: countsOf(outcomes) });

export interface Log {
  readonly kit: string;
  readonly settings: Settings;
  readonly smoke?: SmokeReport;
  readonly outcomes: readonly Outcome[];
  readonly strays: readonly Stray[];
  /** False: there is no footer, so the run ended early and outcomes may be missing. */
  readonly complete: boolean;
}

/** Reads a log. A torn last line is the mark of a killed run and is left out; any other line must be whole. */
export function readLog(text: string, path: string): Log {
  const [header, ...entries] = entriesOf(text, path);
  if (header?.is !== 'header' || header.format !== logFormat) {
    throw new UnreadableResult(
      'LOG_NO_HEADER',
      `Expected ${path} to begin with a header of ${logFormat}, found ${header ? `"${header.is}"` : 'nothing'}.`,
      'Give the path of an events.ndjson that this version of quiesce wrote.',
    );
  }
  const outcomes = entries.flatMap((entry) => (entry.is === 'outcome' ? [entry.outcome] : []));
  const smoke = entries.find((entry) => entry.is === 'smoke')?.report;
  return {
    kit: header.kit,
    settings: header.settings,
    ...(smoke ? { smoke } : {}),
    outcomes,
    strays: entries.flatMap((entry) => (entry.is === 'stray' ? [entry.stray] : [])),
    complete: closes(entries.at(-1), outcomes, path),
  };
}

function entriesOf(text: string, path: string): readonly LogEntry[] {
  const lines = text.split('\n');
  // A whole file ends in a newline, so what follows the last one is empty or torn.
  lines.pop();
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as LogEntry;
    } catch {
      throw new UnreadableResult(
        'LOG_LINE_BROKEN',
        `Line ${index + 1} of ${path} is not JSON, and it is not the last one.`,
        'The file was edited or damaged. Run quiesce again.',
      );
    }
  });
}

function closes(last: LogEntry | undefined, outcomes: readonly Outcome[], path: string): boolean {
  if (last?.is !== 'footer') return false;
  const counted = countsOf(outcomes);
  const wrong = verdicts.find((verdict) => last.counts[verdict] !== counted[verdict]);
  if (wrong === undefined) return true;
  throw new UnreadableResult(
    'LOG_COUNTS_DIFFER',
    `The footer of ${path} says ${last.counts[wrong]} ${wrong}, but ${counted[wrong]} such outcomes stand above it.`,
    'The file was edited or damaged. Run quiesce again.',
  );
}

const verdicts = ['pass', 'fail', 'skip', 'inconclusive', 'error'] as const satisfies readonly Verdict[];

const countsOf = (outcomes: readonly Outcome[]): Readonly<Record<Verdict, number>> => {
  const count = (verdict: Verdict): number => outcomes.filter((outcome) => outcome.verdict === verdict).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    skip: count('skip'),
    inconclusive: count('inconclusive'),
    error: count('error'),
  };
};
