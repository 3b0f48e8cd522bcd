import type { Severity } from '../harness/outcome.ts';
import type { Issue } from './issue.ts';
import type { Result } from './result.ts';
import { cut, visible } from './safe-text.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  blocking: 'error',
  high: 'warning',
  improvement: 'note',
};

/**
 * SARIF 2.1.0, one result an issue that could be located: code scanning refuses a result without a place. The
 * fingerprint keeps an alert the same over edits of the file.
 */
export function renderSarif(result: Result, issues: readonly Issue[]): string {
  const located = issues.filter((issue) => issue.where !== undefined);
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'quiesce', semanticVersion: result.kit, rules: located.map(rule) } },
        results: located.map(alert),
        columnKind: 'utf16CodeUnits',
        properties: { issuesWithoutLocation: issues.length - located.length },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Within the limits of code scanning: 255 characters for a name, 1,024 for a description. */
const say = (text: string, most: number): { readonly text: string } => ({ text: visible(cut(text, most)) || '-' });

const rule = (issue: Issue) => ({
  id: visible(issue.id),
  shortDescription: say(issue.title, 200),
  fullDescription: say(issue.clause ?? issue.why, 900),
  help: say([issue.why, issue.hint, issue.fix?.title].filter((text) => text !== undefined).join('\n'), 900),
  defaultConfiguration: { level: levels[issue.tier] },
  properties: {
    tags: ['concurrency', issue.level, issue.kind],
    precision: 'high',
    'problem.severity': problem[issue.tier],
  },
});

const problem = { blocking: 'error', high: 'warning', improvement: 'recommendation' } as const;

const alert = (issue: Issue, ruleIndex: number) => {
  const { file = '', line = 1, column = 1 } = issue.where ?? {};
  const region = { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 };
  return {
    ruleId: visible(issue.id),
    ruleIndex,
    level: levels[issue.tier],
    message: say(`Expected ${issue.expected}. Observed: ${issue.observed}. Reproduce: ${issue.reproduce}`, 1_000),
    locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(visible(file)) }, region } }],
    partialFingerprints: { primaryLocationLineHash: issue.fingerprint },
  };
};
