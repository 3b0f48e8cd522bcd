import { caseName } from './case-name.ts';
import { type CaseRun, perform, type RunSetup } from './case-run.ts';
import { digestOf } from './digest.ts';
import { addressOf, fileOf } from './host/loading.ts';
import type { RunRequest } from './host/frames.ts';
import { violations } from './invariants/standing.ts';
import { judge, type Judgement } from './judge/judge.ts';
import { linesOf } from './judge/lines.ts';
import { Stacks } from './judge/where.ts';
import { withPace } from './lab/paces.ts';
import type { Finding, Mode, Outcome } from './outcome.ts';
import { shown } from './places.ts';
import type { Case } from './suite.ts';

/** A run, and what it says. */
export interface Judged {
  readonly run: CaseRun;
  readonly judgement: Judgement;
  readonly invariants: readonly Finding[];
}

export type Setup = Omit<RunSetup, 'pace' | 'dress'>;

/** Runs a workload once and judges its history. */
export async function runOnce(tested: Case, setup: Setup, mode: Mode, stacks?: Stacks): Promise<Judged> {
  const run = await withPace(mode, setup.target, (pace) =>
    perform(tested, { ...setup, pace, ...(stacks ? { dress: stacks.dress } : {}) }),
  );
  return {
    run,
    judgement: judge(tested, run.judged, run.context),
    invariants: violations(run.whole, run.context, tested),
  };
}

/**
 * The outcome of a judged run. What it shows against the coordinator must show twice more, the second time dressed with
 * stacks; a replay that differs is an error, never a flaky verdict.
 */
export async function conclude(tested: Case, setup: Setup, request: RunRequest, judged: Judged): Promise<Outcome> {
  const { judgement, invariants } = judged;
  if (!judgement.finding && invariants.length === 0) return outcomeOf(tested, request, judged);
  const stacks = new Stacks();
  const again = [await runOnce(tested, setup, request.mode), await runOnce(tested, setup, request.mode, stacks)];
  const differing = again.find((other) => said(other) !== said(judged));
  if (differing && request.mode === 'virtual') return uncontrolled(tested, request, judged, differing);
  const found = judgement.finding ?? invariants[0];
  const where = found && stacks.where(found, judged.run.whole, adapterOf(setup.target));
  return { ...outcomeOf(tested, request, judged), ...(where ? { where } : {}) };
}

/** As reports show it; the coordinator is elsewhere, unless adapter and coordinator are one file. */
const adapterOf = (target: Setup['target']): string | undefined => {
  const address = addressOf(target);
  return address === undefined ? undefined : shown(fileOf(address));
};

/** The claims that are broken, and not how it was told: an id or a number of the library's own may count all that it ever ran. */
const said = ({ judgement: { unreached, finding }, invariants }: Judged): string =>
  JSON.stringify([unreached, finding && [finding.rule, finding.expected], invariants.map(({ rule }) => rule)]);

function outcomeOf(tested: Case, request: RunRequest, { run, judgement, invariants }: Judged): Outcome {
  const { finding, unreached, premise } = judgement;
  const verdict = unreached.length > 0 ? 'inconclusive' : finding ? 'fail' : 'pass';
  const absent = tested.absent?.(run.judged, run.context);
  if (absent !== undefined)
    return { ...heading(tested, request), verdict: 'skip', skip: { reason: 'not-offered', because: absent } };
  const toShow = verdict !== 'pass' || invariants.length > 0 || request.keepHistory === true;
  return {
    ...heading(tested, request),
    verdict,
    ...(unreached.length > 0 ? { because: `not reached: ${unreached.join('; ')}` } : {}),
    ...(finding ? { finding } : {}),
    ...(invariants.length > 0 ? { invariants } : {}),
    evidence: {
      premise,
      calls: run.whole.events.filter(({ kind }) => kind === 'invoke').length,
      events: run.whole.events.length,
      schedules: 1,
      traces: 1,
    },
    ...(toShow ? { history: linesOf(run.whole.events) } : {}),
  };
}

/** What every outcome of a case says, whatever its verdict. */
export const heading = (tested: Case, { mode, variant }: RunRequest): Omit<Outcome, 'verdict'> => ({
  case: caseName(tested.id, variant),
  requirement: tested.requirement.id,
  level: tested.text.level ?? tested.requirement.level,
  severity: tested.text.level === 'SHOULD' ? 'improvement' : tested.requirement.severity,
  mode,
  digest: digestOf(tested),
});

function uncontrolled(tested: Case, request: RunRequest, first: Judged, other: Judged): Outcome {
  const found = ({ judgement, invariants }: Judged): string =>
    judgement.finding?.observed ??
    invariants[0]?.observed ??
    (judgement.unreached.length > 0 ? 'the premise was not reached' : 'nothing wrong');
  return {
    ...heading(tested, request),
    verdict: 'error',
    error: {
      code: 'UNCONTROLLED',
      message: `The same workload on the same schedule gave two results: first "${found(first)}", then "${found(other)}".`,
      hint: 'Something that the kit does not control decides: a random number, state shared between coordinators, native work. Give the adapter a `pace` to run it in real time.',
    },
    history: linesOf(first.run.whole.events),
  };
}
