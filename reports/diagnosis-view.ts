import type { Outcome, Severity, Verdict } from '../harness/outcome.ts';
import { wordOf } from './fault-dictionary.ts';
import { facts, placeText } from './finding-text.ts';
import { headline } from './headline.ts';
import type { Issue } from './issue.ts';
import { ledger, ledgerKey } from './ledger.ts';
import { runCommand } from './reproduce.ts';
import type { Result } from './result.ts';
import { type Tally, tally } from './sums.ts';
import { tiers } from './tier.ts';
import { count } from './wording.ts';
import { labelled } from './wrap.ts';

/** What the templates of a diagnosis are filled from. All counts and sentences are made here; a template only lays out. */
export function diagnosisView(result: Result, issues: readonly Issue[]) {
  const { tone, verdict, advice } = headline(result, issues);
  const numbered = issues.map((issue, index) => issueView(issue, index + 1));
  return {
    name: result.target.name,
    version: result.target.version ?? '',
    alert: { bad: 'CAUTION', unsure: 'WARNING', note: 'NOTE', good: 'TIP' }[tone],
    verdict,
    advice: advice.join(' '),
    facts: factsOf(result),
    counts: countRows(result),
    issues: numbered,
    tiers: tiers
      .map((tier) => ({ title: tierTitles[tier], issues: numbered.filter((issue) => issue.tier === tier) }))
      .filter(({ issues: some }) => some.length > 0),
    troubles: troublesOf(result),
    areas: areasOf(result),
    works: Object.entries(result.offer).map(([name, evidence]) => ({ name, evidence })),
    missing: missingOf(result),
    dialect: result.dialect.map(({ option, choice, origin, deviation }) => ({
      option,
      choice: choice !== null && typeof choice === 'object' ? JSON.stringify(choice) : wordOf(choice),
      origin: origins[origin],
      deviation: deviation ?? false,
    })),
    open: openOf(result),
    suites: suitesOf(result),
    total: result.outcomes.length,
    ledgerKey,
    rerun: runCommand(result.settings.target),
  };
}

export type DiagnosisView = ReturnType<typeof diagnosisView>;

const tierTitles: Readonly<Record<Severity, string>> = {
  blocking: '🔴 Blocking issues (mend before production)',
  high: '🟡 High priority (mend soon)',
  improvement: '🔵 Improvements',
};
const tierWords: Readonly<Record<Severity, string>> = {
  blocking: '🔴 blocking',
  high: '🟡 high',
  improvement: '🔵 improvement',
};

const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  inconclusive: '⚠️ inconclusive',
  skip: '⏭️ skip',
  error: '🚫 error',
};

const origins = { file: 'reviewed file', adapter: 'adapter', observed: 'observed', default: 'default' } as const;

function issueView(issue: Issue, number: number) {
  const { shown, fix, where } = issue;
  return {
    ...issue,
    number,
    tierWord: tierWords[issue.tier],
    clause: issue.clause ?? '',
    sources: issue.sources.map(({ title, url }) => ({ title, url: url ?? '' })),
    where: where ? placeText(where) : '',
    effort: fix?.effort ?? '',
    fix: fix ? { title: fix.title, effort: fix.effort ?? '', sketch: fix.sketch, note: fix.note ?? '' } : false,
    likely: issue.likely,
    evidence: evidenceOf(issue).join('\n'),
    shownBy: shown ? { case: shown.case, schedule: shown.schedule ?? '', schedules: shown.schedules ?? 0 } : false,
    reach: issue.consequences.length,
  };
}

function evidenceOf(issue: Issue): readonly string[] {
  const { shown } = issue;
  const lines = facts(issue, 78, '');
  const window = shown?.window === undefined ? [] : labelled('window', shown.window, 78, '');
  return shown?.history.length
    ? [...lines, ...window, '', ...ledger(shown.history, { witness: shown.finding.witness })]
    : lines;
}

const factsOf = ({ kit, settings, target }: Result): readonly string[] => [
  `quiesce ${kit}`,
  ...(settings.profile === undefined ? ['no profile'] : [`profile ${settings.profile}`]),
  `depth ${settings.depth}`,
  target.kind === 'process' ? 'a process, real time' : target.pace === undefined ? 'virtual time' : 'real time',
  `suites ${settings.suites.join(', ')}`,
  ...(settings.filters.length > 0 ? [`only ${settings.filters.join(', ')}`] : []),
  ...(settings.strict ? ['strict'] : []),
];

const countRows = ({ sums }: Result): readonly ({ readonly what: string } & Tally)[] => [
  { what: 'Requirements, MUST', ...sums.requirements.MUST },
  { what: 'Requirements, SHOULD', ...sums.requirements.SHOULD },
  { what: 'Cases', ...sums.cases.all },
];

const troublesOf = (result: Result) => [
  ...result.troubles.map((trouble) => ({
    at: 'the run',
    code: trouble.code,
    message: trouble.message,
    hint: trouble.hint ?? '',
  })),
  ...result.outcomes.flatMap(({ case: id, error }) =>
    error ? [{ at: id, code: error.code, message: error.message, hint: error.hint ?? '' }] : [],
  ),
];

const suiteNames = (result: Result): readonly string[] => [...new Set(result.requirements.map(({ suite }) => suite))];

const areasOf = (result: Result) =>
  suiteNames(result).map((suite) => ({
    suite,
    ...tally(result.requirements.filter((requirement) => requirement.suite === suite)),
    cases: result.outcomes.filter((outcome) => outcome.case.startsWith(`${suite}/`)).length,
  }));

/** What the target does not have: expected or not, by the reason its cases give. */
function missingOf(result: Result) {
  const rows = [
    ...result.absent.map((name) => ({ what: name, expected: 'expected, missing' })),
    ...Object.keys(result.withoutEffect).map((name) => ({ what: name, expected: 'present, without effect' })),
  ];
  return { rows, notOffered: byReason(result.outcomes.filter(({ skip }) => skip?.reason === 'not-offered')) };
}

/** Everything that a reader might take for proved and is not, apart from what is not offered. */
const openOf = (result: Result) =>
  byReason(
    result.outcomes.filter(
      ({ verdict, skip }) => verdict === 'inconclusive' || (skip && skip.reason !== 'not-offered'),
    ),
  );

function byReason(outcomes: readonly Outcome[]) {
  const groups = new Map<string, { readonly verdict: string; readonly because: string; readonly cases: string[] }>();
  for (const outcome of outcomes) {
    const verdict = outcome.skip ? `skip: ${outcome.skip.reason}` : verdictWords[outcome.verdict];
    const because = outcome.skip?.because ?? outcome.because ?? 'no reason was given';
    const key = JSON.stringify([verdict, because]);
    const group = groups.get(key) ?? { verdict, because, cases: [] };
    group.cases.push(outcome.case);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    number: group.cases.length,
    some: group.cases.slice(0, 3),
    more: Math.max(0, group.cases.length - 3),
  }));
}

const suitesOf = (result: Result) =>
  [...new Set(result.outcomes.map(({ case: id }) => id.slice(0, id.indexOf('/'))))].map((suite) => {
    const outcomes = result.outcomes.filter(({ case: id }) => id.startsWith(`${suite}/`));
    return { suite, summary: summary(outcomes), cases: outcomes.map(caseRow) };
  });

const summary = (outcomes: readonly Outcome[]): string => {
  const { total, ...counts } = tally(outcomes);
  const parts = Object.entries(counts).flatMap(([verdict, number]) => (number > 0 ? [`${number} ${verdict}`] : []));
  return `${count(total, 'case')}: ${parts.join(', ')}`;
};

const caseRow = (outcome: Outcome) => ({
  case: outcome.case,
  requirement: outcome.requirement,
  level: outcome.level,
  verdict: verdictWords[outcome.verdict],
  note: outcome.finding?.observed ?? outcome.skip?.because ?? outcome.because ?? outcome.error?.message ?? '',
});
