import type { Severity } from '../harness/outcome.ts';
import type { Issue } from './issue.ts';
import { commandData, commandProperty } from './safe-text.ts';

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  blocking: 'error',
  high: 'warning',
  improvement: 'notice',
};

/** GitHub shows ten annotations of a kind a step, and drops the others without a word: the last one says so itself. */
const most = 9;

/** Workflow commands that annotate the run, one an issue, worst first. */
export function renderAnnotations(issues: readonly Issue[]): string {
  const more = issues.length - most;
  const rest = more > 0 ? [`::notice title=quiesce::${more} more issue${more === 1 ? '' : 's'} in the report`] : [];
  return [...issues.slice(0, most).map(annotation), ...rest].map((line) => `${line}\n`).join('');
}

function annotation(issue: Issue): string {
  const { where } = issue;
  const place = where ? [`file=${commandProperty(where.file, 500)}`, `line=${where.line}`, `col=${where.column}`] : [];
  const properties = [...place, `title=${commandProperty(`${issue.id}: ${issue.title}`, 200)}`].join(',');
  const message = `expected ${issue.expected}\nobserved ${issue.observed}\n${issue.reproduce}`;
  return `::${commands[issue.tier]} ${properties}::${commandData(message, 3_000)}`;
}
