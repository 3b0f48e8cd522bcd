import { createHash } from 'node:crypto';
import { QuiesceError } from '../errors.ts';
import type { Case, Suite } from '../suite.ts';
import type { HostedCase } from './frames.ts';

const { stringify } = JSON;

/** What an outcome must know of a case. */
export function hosted(tested: Case): HostedCase {
  const { id, text, requirement } = tested;
  return {
    id,
    requirement: requirement.id,
    digest: digestOf(tested),
    level: text.level ?? requirement.level,
    severity: requirement.severity,
    modes: text.modes ?? requirement.modes,
  };
}

/** 12 hex digits over the words of a case and the source of its conduct; two outcomes compare only if it is equal. */
function digestOf({ text, workload, premise, claims }: Case): string {
  const hash = createHash('sha256').update(stringify(text)).update(String(workload)).update(String(premise));
  for (const { expected, contradiction } of claims) hash.update(String(expected)).update(String(contradiction));
  return hash.digest('hex').slice(0, 12);
}

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
