import type { Finding } from '../harness/outcome.ts';
import type { Source } from '../harness/suite.ts';
import type { Issue } from './issue.ts';
import type { Knowledge } from './knowledge.ts';
import type { Result } from './result.ts';

export type Wording = Pick<Issue, 'kind' | 'title' | 'clause' | 'sources' | 'why' | 'expected' | 'observed' | 'hint'>;

export interface Facts {
  readonly result: Result;
  readonly knowledge: Knowledge;
  readonly finding?: Finding;
  readonly blocked: readonly string[];
}

const none: readonly Source[] = [];

/** The words of an issue, by the kind of rule at its root. */
export function wordingOf(rule: string, facts: Facts): Wording {
  const [kind, name] = [rule.slice(0, rule.indexOf('/')), rule.slice(rule.indexOf('/') + 1)];
  if (kind === 'capability') return ofCapability(name, facts);
  if (kind === 'host') return { kind, ...ofHost(name), ...said(facts.finding), sources: none };
  if (kind === 'invariant') return { kind, ...ofInvariant(name), ...said(facts.finding), sources: none };
  return ofRequirement(rule, facts);
}

function said(finding: Finding | undefined): Pick<Wording, 'expected' | 'observed' | 'hint'> {
  const { expected = 'the rule to hold', observed = 'it did not', hint } = finding ?? {};
  return { expected, observed, ...(hint === undefined ? {} : { hint }) };
}

function ofRequirement(rule: string, { result, knowledge, finding }: Facts): Wording {
  const requirement = knowledge.requirements.find(({ id }) => id === rule);
  const title = requirement?.title ?? result.requirements.find(({ id }) => id === rule)?.title ?? rule;
  return {
    kind: 'requirement',
    title,
    ...(requirement ? { clause: requirement.text } : {}),
    sources: requirement?.sources ?? none,
    why: requirement?.why ?? '',
    ...said(finding),
  };
}

function ofCapability(name: string, { result, finding, blocked }: Facts): Wording {
  const done = Object.hasOwn(result.withoutEffect, name) ? result.withoutEffect[name] : undefined;
  const profile = result.settings.profile;
  const unjudged = blocked.length > 0 ? ` ${count(blocked.length, 'case')} could not be judged without it.` : '';
  if (done !== undefined) {
    return {
      kind: 'capability',
      title: `${name} is present, without effect`,
      sources: none,
      why: `Whoever calls it believes that something was done.${unjudged}`,
      expected: finding?.expected ?? `${name} changes something that can be seen`,
      observed: done,
      hint: `If it is not meant to be offered, take it out of the adapter, or declare "${name}": "none" in the dialect.`,
    };
  }
  return {
    kind: 'capability',
    title: `${name} is missing`,
    sources: none,
    why: `${profile === undefined ? 'It is' : `A ${profile} is`} expected to offer it, as about three quarters of its kind do.${unjudged}`,
    expected: `${name} is offered`,
    observed: `${name} was not seen: its member is missing, its wish was never read, or it answered no`,
    hint: 'If the coordinator has it, let the adapter hand it over. If it is another kind of coordinator, name its profile.',
  };
}

/** By the kinds of death that the supervisor knows, and the livelock that the runner finds. */
const deaths: Readonly<Record<string, readonly [title: string, why: string]>> = {
  blocked: [
    'The event loop is blocked',
    'While the loop is blocked no task runs, no timer fires and no cancel is heard.',
  ],
  livelock: [
    'It never comes to rest',
    'Timers or microtasks that renew themselves burn a core and starve everything else.',
  ],
  deadlock: ['It waits for what cannot happen', 'Whoever awaits it waits for ever: only a kill ends the process.'],
  exit: ['The process is ended from inside', 'An exit in the middle loses every task that was running or waiting.'],
  crash: ['The process crashes', 'A crash loses every task that was running or waiting.'],
  'out-of-memory': ['The process runs out of memory', 'It takes every other task down with it.'],
  corrupted: [
    'It writes to descriptors that are not its own',
    'What another part of the process writes there is damaged.',
  ],
};

const ofHost = (kind: string): Pick<Wording, 'title' | 'why'> => {
  const [title, why] = (Object.hasOwn(deaths, kind) ? deaths[kind] : undefined) ?? [
    `The process ends (${kind})`,
    'It loses every task that was running or waiting.',
  ];
  return { title, why };
};

const ofInvariant = (name: string): Pick<Wording, 'title' | 'why'> => ({
  title: `What always holds was broken: ${name.replaceAll('-', ' ')}`,
  why: 'It is checked on every history, whatever the case is about: where it fails, no answer of the coordinator can be relied on.',
});

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
