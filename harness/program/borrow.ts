import type { Lent } from '../adapter/lent.ts';
import type { StepName } from '../adapter/program.ts';
import { isThenable } from '../lab/observe.ts';
import type { Section } from './section.ts';

/** What the journal shows of an answer. */
type Shown = (answer: unknown) => object;
const asValue: Shown = (value) => (value === undefined ? {} : { value });

/** Performs a step by the primitive of its name; journalled `unsupported` where the library does not lend it. */
export function lend<Name extends keyof Lent>(
  section: Section,
  name: Name,
  call: (primitive: NonNullable<Lent[Name]>) => unknown,
  shown?: Shown,
): Promise<unknown> | undefined {
  const { lent } = section;
  const primitive: unknown = lent[name];
  if (typeof primitive !== 'function') return unsupported(section, name);
  return borrow(section, name, () => call(primitive.bind(lent) as NonNullable<Lent[Name]>), shown);
}

/**
 * Calls into the library; the call and its answer are journalled. The answer is always awaited, so that there is a
 * hop between two steps also where the library answers at once.
 */
export function borrow(
  section: Section,
  step: StepName,
  call: () => unknown,
  shown: Shown = asValue,
): Promise<unknown> {
  const { run } = section;
  const ok = (answer: unknown): unknown => {
    run.note('lent', { step, phase: 'ok', ...shown(answer) });
    return answer;
  };
  const failed = (error: unknown): never => {
    run.note('lent', { step, phase: 'fail', error });
    if (run.hearing?.signal.aborted) run.yielded = { error };
    throw error;
  };
  run.note('lent', { step, phase: 'call' });
  let answer: unknown;
  try {
    answer = call();
  } catch (error) {
    return failed(error);
  }
  return isThenable(answer) ? Promise.resolve(answer).then(ok, failed) : Promise.resolve(ok(answer));
}

/** The body goes on without what it is not lent. */
export function unsupported(section: Section, step: StepName): undefined {
  section.run.note('unsupported', step);
  return undefined;
}
