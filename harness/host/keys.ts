import { digestOf } from '../digest.ts';
import { QuiesceError } from '../errors.ts';
import type { Case, CaseText, Conditions, Suite } from '../suite.ts';
import type { HostedCase } from './frames.ts';

/** What an outcome must know of a case. */
export function hosted(tested: Case): HostedCase {
  const { id, text, requirement } = tested;
  return {
    id,
    requirement: requirement.id,
    digest: digestOf(tested),
    conditions: conditionsOf(text),
    level: text.level ?? requirement.level,
    severity: requirement.severity,
    modes: text.modes ?? requirement.modes,
    ...(tested.race ? { race: tested.race.name } : {}),
    ...(tested.untested === undefined ? {} : { untested: tested.untested }),
  };
}

const conditionsOf = ({ needs, anyOf, when, modes, inThread, inChild, each }: CaseText): Conditions => ({
  needs,
  ...(anyOf ? { anyOf } : {}),
  ...(when ? { when } : {}),
  ...(modes ? { modes } : {}),
  ...(inThread ? { inThread } : {}),
  ...(inChild ? { inChild } : {}),
  ...(each ? { each } : {}),
});

/** All cases of several suites by their ids, in the order of the suites. */
export function casesById(suites: readonly Suite[]): ReadonlyMap<string, Case> {
  const cases = new Map<string, Case>();
  for (const tested of suites.flatMap((suite) => suite.cases)) {
    if (cases.has(tested.id)) {
      throw new QuiesceError(
        'suite',
        'SUITE_CASE_TWICE',
        `Two cases are called "${tested.id}"; an id is expected to be unique.`,
        'Rename the newer one, or give its suite another name.',
      );
    }
    cases.set(tested.id, tested);
  }
  return cases;
}
