import type { Severity } from '../harness/outcome.ts';
import type { Issue } from './issue.ts';
import type { Result } from './result.ts';
import { tiers } from './tier.ts';
import { count } from './wording.ts';

export interface Headline {
  readonly tone: 'bad' | 'unsure' | 'note' | 'good';
  /** The verdict, in one sentence. */
  readonly verdict: string;
  /** What it rests on, and what to do next; one to three sentences. */
  readonly advice: readonly string[];
}

/** What may be said about a run, and no more: the strongest statement that its outcomes allow. */
export function headline(result: Result, issues: readonly Issue[]): Headline {
  const { verdict, tone, advice } = judged(result, issues);
  const { filters } = result.settings;
  const partial = [
    ...(result.complete && !result.interrupted
      ? []
      : ['The run ended early: cases that were planned have no outcome.']),
    ...(filters.length > 0 ? ['Only part of the cases was chosen, so this says nothing about the whole.'] : []),
  ];
  return { verdict, tone: tone === 'good' && partial.length > 0 ? 'note' : tone, advice: [...advice, ...partial] };
}

function judged(result: Result, issues: readonly Issue[]): Headline {
  const { MUST: must, SHOULD: should, all } = result.sums.cases;
  const errors = all.error + result.troubles.length;
  if (errors > 0) {
    return {
      tone: 'bad',
      verdict: `Could not judge: ${count(errors, 'error')} of the kit or of the adapter.`,
      advice: ['Mend those first; what was found beside them is listed below.'],
    };
  }
  if (must.fail > 0 || result.sums.invariants + result.strays.length > 0 || issues.some(gates))
    return fails(result, issues);
  if (all.pass + all.fail === 0) {
    return {
      tone: 'unsure',
      verdict: 'Nothing was judged.',
      advice: ['No case could be run on what this target offers.'],
    };
  }
  if (must.inconclusive > 0) {
    const open = count(must.inconclusive, 'MUST case');
    return {
      tone: 'unsure',
      verdict: `Not proved: ${open} could not be decided.`,
      advice: ['See "What was not proved".'],
    };
  }
  const passed = `${all.pass} of ${count(all.pass + all.fail + all.inconclusive, 'judged case')} pass`;
  if (should.fail > 0) {
    return {
      tone: 'note',
      verdict: `Conforms, with reservations: ${passed}.`,
      advice: [`${count(should.fail, 'SHOULD case')} fail.`],
    };
  }
  return { tone: 'good', verdict: `Conforms: ${passed}.`, advice: skipped(result) };
}

const gates = ({ kind, level }: Issue): boolean => level === 'MUST' && (kind === 'capability' || kind === 'invariant');

function fails(result: Result, issues: readonly Issue[]): Headline {
  const parts = tiers.flatMap((tier) => counted(tier, issues));
  const blocked = issues.reduce((sum, issue) => sum + issue.blocked.length, 0);
  const seen = new Set(issues.flatMap(({ cases }) => cases));
  const first = issues[0];
  const profile = result.settings.profile;
  return {
    tone: 'bad',
    verdict: `Does not conform${profile === undefined ? '' : ` as a ${profile}`}.`,
    advice: [
      `${parts.join(', ')} ${issues.length === 1 ? 'explains' : 'explain'} what was found in ${count(seen.size, 'case')}${blocked > 0 ? `, and why ${blocked} could not be run` : ''}.`,
      ...(first && issues.length > 1 ? [`Begin with issue 1, ${first.id}: ${reached(first)}.`] : []),
    ],
  };
}

const reached = ({ cases, blocked }: Issue): string => {
  const parts = [
    ...(cases.length > 0 ? [`${count(cases.length, 'case')} fail${cases.length === 1 ? 's' : ''} with it`] : []),
    ...(blocked.length > 0 ? [`${count(blocked.length, 'case')} wait${blocked.length === 1 ? 's' : ''} for it`] : []),
  ];
  return parts.join(', ') || 'a kind like this is expected to offer it';
};

const counted = (tier: Severity, issues: readonly Issue[]): readonly string[] => {
  const number = issues.filter((issue) => issue.tier === tier).length;
  return number === 0
    ? []
    : [
        tier === 'improvement'
          ? count(number, 'improvement')
          : count(number, `${tier === 'high' ? 'high-priority' : tier} issue`),
      ];
};

const skipped = ({ sums }: Result): readonly string[] =>
  sums.cases.all.skip === 0
    ? []
    : [
        `${count(sums.cases.all.skip, 'case')} did not apply or ${sums.cases.all.skip === 1 ? 'was' : 'were'} not run; each is listed with its reason.`,
      ];
