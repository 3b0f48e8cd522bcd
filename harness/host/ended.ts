import { caseName } from '../case-name.ts';
import { troubleOf } from '../errors.ts';
import type { Mode, Outcome } from '../outcome.ts';
import { type Death, findingOf } from './death.ts';
import type { HostedCase } from './frames.ts';

/** What every outcome of a case says, whatever came of it. */
export type Stem = Pick<Outcome, 'case' | 'requirement' | 'level' | 'severity' | 'digest' | 'mode'>;

export const stemOf = (
  { id, requirement, level, severity, digest }: HostedCase,
  mode: Mode,
  variant?: string,
): Stem => ({
  case: caseName(id, variant),
  requirement,
  level,
  severity,
  mode,
  digest,
});

/** The smoke run has passed, so a host that died did so by the target; unless somebody else ended it. */
export function endedBy(death: Death): Pick<Outcome, 'verdict' | 'because' | 'finding' | 'where' | 'error'> {
  if (death.kind === 'interrupted') return { verdict: 'inconclusive', because: 'interrupted' };
  if (death.advancing) return { verdict: 'inconclusive', because: 'cut off' };
  if (death.kind === 'killed') {
    const hint = 'Who sends signals to processes here? A machine that is out of memory does, too.';
    return { verdict: 'error', error: { code: 'HOST_KILLED', message: death.seen, hint } };
  }
  return { verdict: 'fail', ...findingOf(death) };
}

/** The kit could not run the case. */
export const failed = (key: HostedCase, mode: Mode, error: unknown, variant?: string): Outcome => ({
  ...stemOf(key, mode, variant),
  verdict: 'error',
  error: troubleOf(error),
});

/** With the last lines that the target wrote, if it wrote any. */
export const withOutput = (outcome: Outcome, output: readonly string[]): Outcome =>
  output.length > 0 ? { ...outcome, output } : outcome;
