import type { Target } from './adapter/target.ts';
import { caseScript } from './case-script.ts';
import { conclude, heading, runOnce, type Setup } from './conclude.ts';
import { dialectOf } from './dialect/layers.ts';
import { QuiesceError, troubleOf } from './errors.ts';
import type { HostDoor } from './host-door.ts';
import type { HostSettings, RunRequest } from './host/frames.ts';
import type { Outcome } from './outcome.ts';
import { passedAtEveryHop, runOnGivenHops } from './run-hops.ts';
import { runRace } from './run-race.ts';
import type { Case } from './suite.ts';

export type { HostDoor, Stray } from './host-door.ts';
export { smokeRun } from './smoke/smoke-run.ts';

/** One case on one target to its outcome. `dirty`: something was left behind, and the host should be replaced. */
export async function runCase(
  tested: Case,
  target: Target,
  request: RunRequest,
  settings: HostSettings,
  door: HostDoor,
): Promise<{ readonly outcome: Outcome; readonly dirty: boolean }> {
  const done = await judgedCase(tested, target, request, settings, door);
  if (!request.script) return done;
  const setup = setupOf(target, settings, request, door);
  const schedule = request.schedule ?? done.outcome.schedule;
  return {
    ...done,
    outcome: { ...done.outcome, script: await caseScript(tested, setup, done.outcome.mode, schedule) },
  };
}

const setupOf = (target: Target, settings: HostSettings, request: RunRequest, door: HostDoor): Setup => ({
  target,
  dialect: dialectOf(target, settings, request.observed).forShutdown(request.variant),
  offer: request.offer,
  shutdown: request.shutdown,
  listen: door.listen,
  getsOn: () => door.progress(0),
});

async function judgedCase(
  tested: Case,
  target: Target,
  request: RunRequest,
  settings: HostSettings,
  door: HostDoor,
): Promise<{ readonly outcome: Outcome; readonly dirty: boolean }> {
  const setup = setupOf(target, settings, request, door);
  try {
    if (tested.untested !== undefined) return { outcome: unrun(tested, request, tested.untested), dirty: false };
    if (tested.race)
      return { outcome: await runRace(tested, tested.race, setup, request, settings, door), dirty: false };
    if (request.schedule !== undefined)
      return { outcome: await runOnGivenHops(tested, setup, request, request.schedule), dirty: false };
    const first = await runOnce(tested, setup, request.mode);
    if (first.run.foreign === undefined || request.mode !== 'virtual') {
      const outcome = await conclude(tested, setup, request, first);
      if (!mayHop(tested, outcome)) return { outcome, dirty: false };
      return { outcome: await passedAtEveryHop(tested, setup, request, settings, door, outcome), dirty: false };
    }
    // Work that the virtual clock does not own makes its times a lie: the case is judged in real time, and says so.
    const again: RunRequest = { ...request, mode: 'real' };
    const second = await runOnce(tested, setup, 'real');
    return { outcome: await conclude(tested, setup, again, second), dirty: true };
  } catch (error) {
    return { outcome: troubled(tested, request, error), dirty: true };
  }
}

/** A case that has failed at rest needs no other place to fail at; where time is real nobody counts hops. */
const mayHop = ({ text }: Case, { verdict, invariants, mode }: Outcome): boolean =>
  mode === 'virtual' && verdict === 'pass' && !invariants && !text.inChild;

const unrun = (tested: Case, request: RunRequest, because: string): Outcome => ({
  ...heading(tested, request),
  verdict: 'skip',
  skip: { reason: 'mode', because: `untested: ${because}` },
});

/** What the coordinator itself brought about, although it reached the kit as an error: code to rule and expectation. */
const ownDoing: Readonly<Record<string, readonly [rule: string, expected: string]>> = {
  CLOCK_BUDGET: ['host/livelock', 'the coordinator comes to rest'],
  WIRE_ENDED: ['host/exit', 'the process of the coordinator lives until it is ended'],
  WIRE_SILENT: ['host/blocked', 'the process of the coordinator comes to rest, and answers'],
};

/** The adapter, or the case, could not do its part; or the coordinator died of it. */
function troubled(tested: Case, request: RunRequest, error: unknown): Outcome {
  if (error instanceof QuiesceError && error.code === 'CLOCK_TICKS')
    return { ...heading(tested, request), verdict: 'inconclusive', because: `not reached: ${error.message}` };
  const [rule, expected] = (error instanceof QuiesceError ? ownDoing[error.code] : undefined) ?? [];
  if (!(error instanceof Error) || rule === undefined || expected === undefined)
    return { ...heading(tested, request), verdict: 'error', error: troubleOf(error, 'CASE_FAILED') };
  const hint = error instanceof QuiesceError && error.hint !== undefined ? { hint: error.hint } : {};
  return {
    ...heading(tested, request),
    verdict: 'fail',
    finding: { rule, expected, observed: error.message, ...hint, witness: [] },
  };
}
