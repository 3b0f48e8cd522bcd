import type { Line } from '../harness/outcome.ts';
import { oneLine } from './safe-text.ts';

export interface LedgerOptions {
  /** `seq` of the events to mark. */
  readonly witness: readonly number[];
  /** Most events to show; what is left out is counted in its place. */
  readonly rows?: number;
  /** Characters a line may have. */
  readonly columns?: number;
}

/** Where the text of each actor begins; an actor's text may run on to the right, since a row has one actor. */
const column = { caller: 16, coordinator: 31, body: 46 } as const;
type Actor = keyof typeof column;
const heading = `${'      ms  t.hop'.padEnd(column.caller)}${'caller'.padEnd(15)}${'coordinator'.padEnd(15)}bodies, clients`;

/** Short enough to be read at a glance, long enough for the whole of most histories. */
const defaultRows = 24;

/**
 * A history in monospace: one event a row, one column an actor, witnesses marked with `>`. A long one is cut to its
 * beginning, its end and what surrounds the witnesses.
 */
export function ledger(
  history: readonly Line[],
  { witness, rows = defaultRows, columns = 78 }: LedgerOptions,
): readonly string[] {
  if (history.length === 0) return ['no event was recorded'];
  const marked = new Set(witness);
  const kept = chosen(history, marked, rows);
  const lines = [heading];
  let last = -1;
  for (const index of kept) {
    if (index > last + 1) lines.push(gap(index - last - 1));
    const line = history[index];
    if (line) lines.push(row(line, marked.has(line.seq), columns));
    last = index;
  }
  if (last < history.length - 1) lines.push(gap(history.length - 1 - last));
  return lines.map((line) => cutTo(line, columns));
}

const gap = (events: number): string => `${' '.repeat(column.caller)}… ${events} event${events === 1 ? '' : 's'} …`;

/** Indices to show, in order: those nearest to a witness, to the beginning or to the end. */
function chosen(history: readonly Line[], marked: ReadonlySet<number>, rows: number): readonly number[] {
  const all = history.map((_line, index) => index);
  if (history.length <= rows) return all;
  const anchors = [0, history.length - 1, ...all.filter((index) => marked.has(history[index]?.seq ?? 0))];
  // Witnesses attract more than the ends do: what surrounds them is what the reader came for.
  const distance = (index: number): number =>
    Math.min(...anchors.map((anchor, rank) => Math.abs(anchor - index) * (rank < 2 ? 4 : 1)));
  return all
    .map((index) => ({ index, far: distance(index) }))
    .sort((one, other) => one.far - other.far || one.index - other.index)
    .slice(0, rows)
    .map(({ index }) => index)
    .sort((one, other) => one - other);
}

function row(line: Line, marked: boolean, columns: number): string {
  const stamp = `${time(line.at)}  ${`${line.turn}.${line.hop}`.padStart(5)}`;
  const [actor, text] = sentence(line);
  return cutTo(`${marked ? '>' : ' '}${stamp}`.padEnd(column[actor]) + oneLine(text, 300), columns);
}

const time = (at: number): string => String(Math.round(at * 10) / 10).padStart(7);

/** Who did it, and what. */
function sentence({ kind, what, task, who, text }: Line): readonly [Actor, string] {
  const object = [what, task, who].filter((part) => part !== undefined).join(' ');
  const value = text === undefined || text === '' ? '' : `: ${text}`;
  if (kind === 'idle') return ['caller', `-- at rest${who === undefined ? '' : ` (${who})`} --`];
  if (what === 'hops')
    return [
      'caller',
      `-- ${text} ${text === '1' ? 'hop' : 'hops'}, not at rest${who === undefined ? '' : ` (${who})`} --`,
    ];
  if (kind === 'info') return ['caller', `note ${object}${value}`];
  if (kind === 'invoke') return ['caller', `-> ${object}${value}`];
  if (kind === 'ok') return ['coordinator', `<- ${object}${value}`];
  if (kind === 'fail') return ['coordinator', `<x ${object}${value}`];
  if (what === 'event' || what === 'stream') {
    return ['body', `${who ?? 'client'} <- ${task === undefined ? '' : `${task} `}${text ?? what}`];
  }
  if (ofCoordinator.has(what)) return ['coordinator', `!! ${object}${value}`];
  return ['body', `${task ?? 'body'} ${[what, who].filter((part) => part !== undefined).join(' ')}${value}`];
}

const ofCoordinator: ReadonlySet<string> = new Set(['stray', 'left', 'diagnostic', 'ended']);

/** What the marks mean, for the foot of a report. */
export const ledgerKey =
  '`->` a call, `<-` its answer, `<x` an answer by throw or rejection, `!!` seen without having been asked for, `>` at the left edge: the events that prove it. `t.hop` counts turns (each ends at rest) and microtask hops within them.';

/** By code points, so that no pair is split. */
const cutTo = (line: string, columns: number): string => {
  const points = [...line.trimEnd()];
  return points.length <= columns ? points.join('') : `${points.slice(0, columns - 1).join('')}…`;
};
