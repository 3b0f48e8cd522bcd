import type { Json } from '../harness/adapter/wish.ts';
import type { SmokeReport, TargetFacts } from '../harness/host/frames.ts';
import type { Verdict } from '../harness/outcome.ts';
import type { CaseText, Requirement } from '../harness/suite.ts';
import { standardOf } from '../harness/dialect/dialect.ts';
import { optionOf, plainName } from './dialect-choices.ts';
import { type Choices, choicesIn, type DialectFile, groupOf } from './dialect-file.ts';

/** What the dialect file of a target is to hold. A deviation is taken from a declaration only, never from what was seen. */
export function characterized(
  facts: Pick<TargetFacts, 'dialect'>,
  smoke: Pick<SmokeReport, 'offer' | 'observed'>,
  requirements: readonly Requirement[],
  reviewed: Choices = {},
): DialectFile {
  const said = { ...facts.dialect, ...reviewed };
  const seen = Object.entries(smoke.observed).filter(([option, value]) => !isDeviation(option, value));
  const observed = Object.fromEntries(seen.filter(([option]) => !isSaid(option, said)));
  const known = { ...observed, ...said };
  const silent = askedOf(smoke.offer, requirements).filter((option) => !Object.hasOwn(known, option));
  return {
    reviewed,
    declared: facts.dialect,
    observed,
    default: Object.fromEntries(silent.map((option) => [option, standardOf(optionOf(option))])),
  };
}

/** What is declared of all shutdown modes is declared of each. */
const isSaid = (option: string, said: Choices): boolean =>
  Object.hasOwn(said, option) || Object.hasOwn(said, plainName(option));

/** The options that a target with this offer is asked about, and that a word answers. */
function askedOf(offer: SmokeReport['offer'], requirements: readonly Requirement[]): readonly string[] {
  const offered = ({ needs, anyOf = [] }: Pick<CaseText, 'needs' | 'anyOf'>): boolean =>
    needs.every((name) => offer[name]) && (anyOf.length === 0 || anyOf.some((name) => offer[name]));
  const options = requirements.filter(offered).flatMap(({ dialect, cases }) => {
    const possible = cases.filter(offered);
    return possible.length === 0 ? [] : [...dialect, ...possible.flatMap(({ when = {} }) => Object.keys(when))];
  });
  return [...new Set(options)].filter((option) => !takesMore(option)).sort();
}

// A number or a table has no default that could be written down.
const takesMore = (option: string): boolean =>
  optionOf(option)?.values.some(({ value }) => ['number', 'map', 'declared'].includes(value)) !== false;

/** How one run of a case came out. */
export interface Judged {
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly verdict: Verdict;
}

/** What is held to be the default, as cases show that are valid for that value alone: all must have passed. */
export function confirmed(file: DialectFile, judged: readonly Judged[]): DialectFile {
  const isShown = ([option, value]: readonly [string, Json]): boolean => {
    const verdicts = judged.filter(({ when }) => isAlone(when, option, value)).map(({ verdict }) => verdict);
    return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'pass');
  };
  const all = Object.entries(file.default);
  return {
    ...file,
    observed: { ...file.observed, ...Object.fromEntries(all.filter(isShown)) },
    default: Object.fromEntries(all.filter((one) => !isShown(one))),
  };
}

/** True if a case is valid for that value of the option alone. What holds for one shutdown mode holds for no other. */
export const isAlone = (when: Judged['when'], option: string, value: Json): boolean =>
  !option.startsWith('shutdown.') && when[option]?.length === 1 && when[option][0] === value;

/** One line for each choice that the file and the target no longer agree on. */
export function differences(file: DialectFile, found: DialectFile): readonly string[] {
  const [written, now] = [choicesIn(file), choicesIn(found)];
  const options = [...new Set([...Object.keys(written), ...Object.keys(now)])].sort();
  return options.flatMap((option) => {
    const [was, is] = [valueIn(written, option), valueIn(now, option)];
    if (was === is) return [];
    return [`${option}: the file has ${was} (${originIn(file, option)}), found ${is} (${originIn(found, option)})`];
  });
}

/** One line for each choice that is declared, or reviewed, and was seen to be another. */
export function contradictions(file: DialectFile, { observed }: Pick<SmokeReport, 'observed'>): readonly string[] {
  const said = { ...file.declared, ...file.reviewed };
  return Object.entries(observed).flatMap(([option, value]) => {
    if (!isSaid(option, said) || valueIn(said, option) === wordOf(value)) return [];
    const by = groupOf({ ...file, observed: {} }, Object.hasOwn(said, option) ? option : plainName(option));
    return [`${option}: ${by} is ${valueIn(said, option)}, observed was ${wordOf(value)}`];
  });
}

/** Declared deviations: they let the rest run, and never pass. */
export const deviations = (file: DialectFile): readonly string[] =>
  Object.entries(choicesIn(file))
    .filter(([option, choice]) => isDeviation(option, choice))
    .map(([option, choice]) => `${option}=${wordOf(choice)}`);

const isDeviation = (option: string, choice: Json): boolean =>
  optionOf(option)?.values.some(({ value, deviation }) => deviation === true && value === wordOf(choice)) === true;

const originIn = (file: DialectFile, option: string): string => groupOf(file, option) ?? 'default';

const valueIn = (choices: Choices, option: string): string =>
  wordOf(choices[option] ?? choices[plainName(option)] ?? standardOf(optionOf(option)));

function wordOf(choice: Json): string {
  const word = typeof choice === 'object' && choice !== null && 'value' in choice ? choice['value'] : choice;
  return typeof word === 'string' ? word : JSON.stringify(word);
}
