import { caseName, readCaseName } from '../harness/case-name.ts';
import { QuiesceError } from '../harness/errors.ts';
import { nearest } from '../harness/nearest.ts';

/** What a pattern is held against. */
export interface Choosable {
  /** `suite/case`. */
  readonly id: string;
  readonly requirement: string;
}

/**
 * The ids that the patterns choose; all if there are none. A pattern is a case id, the second half of one, a
 * requirement, or any of them with `*`; with `@mode` it chooses that shutdown mode alone. One that chooses nothing is
 * an error: a gate that runs nothing must not pass.
 */
export function chooseCases(patterns: readonly string[], cases: readonly Choosable[]): ReadonlySet<string> {
  if (patterns.length === 0) return new Set(cases.map(({ id }) => id));
  return new Set(patterns.flatMap((pattern) => chosenBy(pattern, cases)));
}

function chosenBy(pattern: string, cases: readonly Choosable[]): readonly string[] {
  const [plain, variant] = readCaseName(pattern);
  const matches = matcher(plain);
  const chosen = cases.filter((one) => namesOf(one).some(matches));
  if (chosen.length > 0) return chosen.map(({ id }) => caseName(id, variant));
  const close = nearest(pattern, cases.flatMap(namesOf));
  throw new QuiesceError(
    'usage',
    'CASE_UNKNOWN',
    `Expected a case, a requirement or a pattern of them, found "${pattern}", which fits none of ${cases.length} cases.`,
    close === undefined ? '`quiesce list` prints them.' : `Was "${close}" meant?`,
  );
}

const namesOf = ({ id, requirement }: Choosable): readonly string[] => [id, id.slice(id.indexOf('/') + 1), requirement];

/** `*` stands for anything, slashes too; letters match in either case, so that `can-04` will do. */
function matcher(pattern: string): (name: string) => boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  const expression = new RegExp(`^${source}$`, 'i');
  return (name) => expression.test(name);
}
