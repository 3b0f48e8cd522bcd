import { stemOf } from '../harness/host/ended.ts';
import type { Outcome } from '../harness/outcome.ts';
import type { PlannedCase, Prepared } from './prepare.ts';

/** The outcome of a planned case: run it, or say why it is not run. */
export async function outcomeOf(
  { session }: Pick<Prepared, 'session'>,
  { key, planned }: PlannedCase,
  schedule?: string,
): Promise<Outcome> {
  if ('skip' in planned) {
    const [mode = 'virtual'] = key.modes;
    return {
      ...stemOf(key, mode, planned.variant),
      verdict: 'skip',
      skip: { reason: planned.skip, because: planned.because },
    };
  }
  const { run, variant } = planned;
  return session.run({
    case: key.id,
    mode: run,
    ...(variant === undefined ? {} : { variant }),
    ...(schedule === undefined ? {} : { schedule }),
  });
}

/**
 * Runs what was planned and tells of each outcome in the order of the plan, whichever host was sooner: what is written
 * as it happens must not depend on speed.
 */
export async function runPlanned(
  prepared: Prepared,
  watch: { readonly done: (outcome: Outcome) => void; readonly ordered: (outcome: Outcome) => void },
  schedule?: string,
): Promise<readonly Outcome[]> {
  const { cases } = prepared;
  const outcomes: (Outcome | undefined)[] = cases.map(() => undefined);
  let told = 0;
  const tell = (): void => {
    for (let next = outcomes[told]; next !== undefined; next = outcomes[++told]) watch.ordered(next);
  };
  return Promise.all(
    cases.map(async (one, index) => {
      const outcome = await outcomeOf(prepared, one, schedule);
      outcomes[index] = outcome;
      watch.done(outcome);
      tell();
      return outcome;
    }),
  );
}
