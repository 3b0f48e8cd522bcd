import type { CaseText } from '../harness/suite.ts';
import type { Assumed } from './issue.ts';
import type { Knowledge } from './knowledge.ts';
import type { Result } from './result.ts';

/**
 * The dialect choices that nobody made and that all these cases of a requirement rest on: had another legitimate value
 * been declared, none of them would have been asked, or asked for this.
 */
export function assumedBy(
  rule: string,
  cases: readonly string[],
  result: Result,
  { requirements, choices }: Knowledge,
): readonly Assumed[] {
  const texts = requirements.find(({ id }) => id === rule)?.cases ?? [];
  const expected = new Map(result.outcomes.map((outcome) => [outcome.case, outcome.finding?.expected ?? '']));
  const [first, ...others] = cases.map((id) => ({ ...whenOf(id, texts), ...namedIn(expected.get(id) ?? '') }));
  return Object.entries(first ?? {}).flatMap(([option, values]) => {
    const known = Object.hasOwn(choices, option) ? choices[option] : undefined;
    const instead = known?.all.filter((value) => !values.includes(value)) ?? [];
    if (!known || instead.length === 0 || isChosen(option, result)) return [];
    return others.every((when) => option in when) ? [{ option, choice: known.standard, instead }] : [];
  });
}

/** The conditions of a case; names are unique in a requirement, and not among suites. */
function whenOf(id: string, texts: readonly CaseText[]): NonNullable<CaseText['when']> {
  const name = id.slice(id.indexOf('/') + 1).replace(/@.*/, '');
  return texts.find((text) => text.name === name)?.when ?? {};
}

/** Choices that a claim says it is measured by: `(outcome.timeout=failed)`. */
const namedIn = (expected: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    [...expected.matchAll(/\b(\w+(?:\.\w+)+)=([\w-]+)/g)].map(([, option = '', value = '']) => [option, [value]]),
  );

/** Declared or observed, also of one shutdown mode alone. */
function isChosen(option: string, { dialect }: Result): boolean {
  const [facet, ...rest] = option.split('.');
  const ofAMode = new RegExp(`^${facet}\\.\\w+\\.${rest.join('\\.')}$`);
  return dialect.some((entry) => entry.option === option || ofAMode.test(entry.option));
}
