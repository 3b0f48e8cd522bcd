import type { Finding, Outcome } from '../harness/outcome.ts';
import type { Requirement } from '../harness/suite.ts';
import { ledger } from './ledger.ts';
import { replayCommand } from './reproduce.ts';
import { oneLine, withoutCommands } from './safe-text.ts';
import { labelled, wrap } from './wrap.ts';

export interface FindingTextOptions {
  /** Left out: the clause is not quoted. */
  readonly requirement?: Pick<Requirement, 'id' | 'text'>;
  /** The target as commands name it; left out: no command is shown. */
  readonly target?: string;
  readonly columns?: number;
  readonly rows?: number;
}

/** One outcome that is no pass, as plain text: rule, expected over observed, history, hint, command. */
export function findingText(outcome: Outcome, options: FindingTextOptions = {}): string {
  const { requirement, columns = 78 } = options;
  const lines = [
    `${outcome.verdict.toUpperCase()}  ${oneLine(outcome.case, 200)}  (${outcome.level} ${oneLine(outcome.requirement, 80)})`,
    ...(requirement ? wrap(oneLine(requirement.text), columns - 2).map((line) => `  ${line}`) : []),
    '',
    ...reason(outcome, columns),
    ...findingsOf(outcome).flatMap((finding) => block(finding, outcome, options)),
    ...placed(outcome, columns),
    ...(outcome.window === undefined ? [] : labelled('window', oneLine(outcome.window), columns)),
    ...(options.target === undefined ? [] : labelled('replay', oneLine(command(outcome, options.target)), 10_000)),
  ];
  return withoutCommands(lines.join('\n'));
}

const command = ({ case: id, schedule }: Outcome, target: string): string =>
  replayCommand(target, { case: id, ...(schedule === undefined ? {} : { schedule }) });

const findingsOf = ({ finding, invariants }: Outcome): readonly Finding[] => [
  ...(finding ? [finding] : []),
  ...(invariants ?? []),
];

function block(finding: Finding, outcome: Outcome, { columns = 78, rows }: FindingTextOptions): readonly string[] {
  const standing = finding === outcome.finding ? [] : labelled('also', oneLine(finding.rule, 200), columns);
  return [...standing, ...facts(finding, columns), '', ...history(outcome, finding, columns, rows), ''];
}

/** Expected over observed, and the hint. */
export const facts = (
  finding: Pick<Finding, 'expected' | 'observed' | 'hint'>,
  columns: number,
  indent = '  ',
): readonly string[] => [
  ...labelled('expected', oneLine(finding.expected), columns, indent),
  ...labelled('observed', oneLine(finding.observed), columns, indent),
  ...(finding.hint === undefined ? [] : labelled('hint', oneLine(finding.hint), columns, indent)),
];

function history(outcome: Outcome, { witness }: Finding, columns: number, rows?: number): readonly string[] {
  if (!outcome.history?.length) return ['  no history was kept'];
  const shown = ledger(outcome.history, { witness, columns: columns - 2, ...(rows === undefined ? {} : { rows }) });
  return shown.map((line) => `  ${line}`);
}

function reason({ because, skip, error }: Outcome, columns: number): readonly string[] {
  return [
    ...(because === undefined ? [] : labelled('because', oneLine(because), columns)),
    ...(skip ? labelled('skipped', oneLine(`${skip.reason}: ${skip.because}`), columns) : []),
    ...(error ? labelled('error', oneLine(`${error.code}: ${error.message}`), columns) : []),
    ...(error?.hint === undefined ? [] : labelled('hint', oneLine(error.hint), columns)),
  ];
}

function placed({ where }: Outcome, columns: number): readonly string[] {
  if (!where) return [];
  return labelled('where', oneLine(placeText(where)), columns);
}

/** `file:line:column (function)`. */
export const placeText = (where: { file: string; line: number; column: number; function?: string }): string =>
  `${where.file}:${where.line}:${where.column}${where.function === undefined ? '' : ` (${where.function})`}`;
