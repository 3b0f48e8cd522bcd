import type { Target } from './adapter/target.ts';
import { type CaseRun, perform, type RunSetup } from './case-run.ts';
import { Dialect } from './dialect/dialect.ts';
import { QuiesceError, troubleOf } from './errors.ts';
import type { HostSettings, RunRequest } from './host/frames.ts';
import { violations } from './invariants/standing.ts';
import { judge, type Judgement } from './judge/judge.ts';
import { linesOf } from './judge/lines.ts';
import { Stacks } from './judge/where.ts';
import { withPace } from './lab/paces.ts';
import type { Finding, Mode, Outcome } from './outcome.ts';
import type { Case } from './suite.ts';

/** An error that nobody caught, and what the platform calls it. */
export interface Stray {
  readonly kind: 'unhandledRejection' | 'uncaughtException';
  readonly error: unknown;
}

/** What the runner needs from the host it runs in. */
export interface HostDoor {
  /** Has strays go to the listener until the returned function is called. */
  listen(listener: (stray: Stray) => void): () => void;
  /** Tells how many schedules of the case have been explored. */
  progress(schedules: number): void;
}

/** A run, and what it says. */
interface Judged {
  readonly run: CaseRun;
  readonly judgement: Judgement;
  readonly invariants: readonly Finding[];
}

type Setup = Omit<RunSetup, 'pace' | 'dress'>;

/** One case on one target to its outcome. `dirty`: something was left behind, and the host should be replaced. */
export async function runCase(
  tested: Case,
  target: Target,
  request: RunRequest,
  settings: HostSettings,
  door: HostDoor,
): Promise<{ readonly outcome: Outcome; readonly dirty: boolean }> {
  const setup: Setup = {
    target,
    dialect: dialectOf(target, settings, request.observed),
    offer: request.offer,
    listen: door.listen,
  };
  try {
    const first = await runOnce(tested, setup, request.mode);
    if (first.run.foreign === undefined || request.mode !== 'virtual') {
      return { outcome: await conclude(tested, setup, request, first), dirty: false };
    }
    // Work that the virtual clock does not own makes its times a lie: the case is judged in real time, and says so.
    const again: RunRequest = { ...request, mode: 'real' };
    const second = await runOnce(tested, setup, 'real');
    return { outcome: await conclude(tested, setup, again, second), dirty: true };
  } catch (error) {
    return { outcome: troubled(tested, request, error), dirty: true };
  }
}

/** What the target declares, with what the reviewed file says over it and what was observed under it. */
export const dialectOf = (target: Target, settings: HostSettings, observed: RunRequest['observed']): Dialect =>
  new Dialect([
    ['file', settings.dialect],
    ['adapter', target.dialect ?? {}],
    ['observed', observed],
  ]);

async function runOnce(tested: Case, setup: Setup, mode: Mode, stacks?: Stacks): Promise<Judged> {
  const run = await withPace(mode, setup.target, (pace) =>
    perform(tested, { ...setup, pace, ...(stacks ? { dress: stacks.dress } : {}) }),
  );
  return {
    run,
    judgement: judge(tested, run.judged, run.context),
    invariants: violations(run.whole, run.context, tested),
  };
}

async function conclude(tested: Case, setup: Setup, request: RunRequest, judged: Judged): Promise<Outcome> {
  const { judgement, invariants } = judged;
  if (!judgement.finding && invariants.length === 0) return outcomeOf(tested, request, judged);
  const stacks = new Stacks();
  const again = [await runOnce(tested, setup, request.mode), await runOnce(tested, setup, request.mode, stacks)];
  const differing = again.find((other) => said(other) !== said(judged));
  if (differing && request.mode === 'virtual') return uncontrolled(tested, request, judged, differing);
  const shown = judgement.finding ?? invariants[0];
  const where = shown && stacks.where(shown, judged.run.whole, undefined);
  return { ...outcomeOf(tested, request, judged), ...(where ? { where } : {}) };
}

const said = ({ judgement, invariants }: Judged): string =>
  JSON.stringify([judgement.unreached, judgement.finding, invariants]);

function outcomeOf(tested: Case, request: RunRequest, { run, judgement, invariants }: Judged): Outcome {
  const { finding, unreached, premise } = judgement;
  const verdict = unreached.length > 0 ? 'inconclusive' : finding ? 'fail' : 'pass';
  const shown = verdict !== 'pass' || invariants.length > 0 || request.keepHistory === true;
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
    ...(shown ? { history: linesOf(run.whole.events) } : {}),
  };
}

const heading = ({ id, text, requirement }: Case, { mode }: RunRequest): Omit<Outcome, 'verdict'> => ({
  case: id,
  requirement: requirement.id,
  level: text.level ?? requirement.level,
  severity: text.level === 'SHOULD' ? 'improvement' : requirement.severity,
  mode,
  digest: '',
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

/** The adapter, or the case, could not do its part. A clock that never came to rest is the coordinator's own doing. */
function troubled(tested: Case, request: RunRequest, error: unknown): Outcome {
  if (error instanceof QuiesceError && error.code === 'CLOCK_BUDGET') {
    return {
      ...heading(tested, request),
      verdict: 'fail',
      finding: {
        rule: 'host/livelock',
        expected: 'the coordinator comes to rest',
        observed: error.message,
        witness: [],
      },
    };
  }
  return { ...heading(tested, request), verdict: 'error', error: troubleOf(error, 'CASE_FAILED') };
}
