import type { CaseText } from '../harness/suite.ts';
import type { Assumed } from './issue.ts';
import type { Knowledge } from './knowledge.ts';
import type { Result } from './result.ts';

/**
 * The dialect choices that nobody made and that all these cases rest on: had another legitimate value been declared, none
 * of them would have been asked.
 */
export function assumedBy(
  cases: readonly string[],
  result: Result,
  { requirements, choices }: Knowledge,
): readonly Assumed[] {
  const texts = new Map(requirements.flatMap((one) => one.cases.map((text) => [text.name, text] as const)));
  const asked = cases.map((id) => whenOf(id, texts));
  const [first, ...others] = asked;
  return Object.entries(first ?? {}).flatMap(([option, values]) => {
    const known = Object.hasOwn(choices, option) ? choices[option] : undefined;
    const instead = known?.all.filter((value) => !values.includes(value)) ?? [];
    if (!known || instead.length === 0 || isChosen(option, result)) return [];
    return others.every((when) => option in when) ? [{ option, choice: known.standard, instead }] : [];
  });
}

function whenOf(id: string, texts: ReadonlyMap<string, CaseText>): NonNullable<CaseText['when']> {
  const [name = ''] = id.slice(id.indexOf('/') + 1).split('@');
  return texts.get(name)?.when ?? {};
}

/** Declared or observed, also of one shutdown mode alone. */
function isChosen(option: string, { dialect }: Result): boolean {
  const [facet, ...rest] = option.split('.');
  const ofAMode = new RegExp(`^${facet}\\.\\w+\\.${rest.join('\\.')}$`);
  return dialect.some((entry) => entry.option === option || ofAMode.test(entry.option));
}
