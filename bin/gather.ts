import type { Capability } from '../harness/adapter/capability.ts';
import { type Dialect, dialectOptions } from '../harness/dialect/dialect.ts';
import { QuiesceError, troubleOf } from '../harness/errors.ts';
import type { Outcome, Trouble } from '../harness/outcome.ts';
import { expectedButAbsent } from '../harness/profile.ts';
import type { Session } from '../harness/session.ts';
import {
  buildResult,
  type DialectEntry,
  type LogEntry,
  logFooter,
  logHeader,
  type Result,
  type Settings,
} from '../reports/index.ts';
import { lanesFor } from './lanes.ts';
import { open, type Prepared, prepare, type Wanted } from './prepare.ts';
import { runPlanned } from './run-planned.ts';
import { kitVersion } from './version.ts';

/** What is told while a run goes on. */
export interface Watch {
  /** The target was loaded and looked at; so many cases are planned. */
  planned(prepared: Prepared): void;
  done(outcome: Outcome): void;
  exploring(id: string, schedules: number): void;
  log(entry: LogEntry): void;
}

export interface Gathered {
  readonly result: Result;
  /** Facts that differ from run to run. */
  readonly timing: Session['timing'];
}

/** What of the wish belongs into the result. */
export interface Named {
  readonly strict: boolean;
  /** What restricted the run to some cases, as it was asked for. */
  readonly filters: readonly string[];
}

/** A whole run, from opening the target to its result. Throws if the target cannot be loaded. */
export async function gather(wanted: Wanted, named: Named, watch: Watch, signal: AbortSignal): Promise<Gathered> {
  const session = await open(wanted, signal);
  try {
    const settings = settingsOf(wanted, named, session);
    watch.log(logHeader(kitVersion(), settings));
    session.onProgress = ({ case: id, schedules }) => {
      if (schedules > 0) watch.exploring(id, schedules);
    };
    const looked = await lookedAt(session, wanted, signal);
    const outcomes = 'smoke' in looked ? await runAll(looked, wanted, watch) : [];
    const result = resultOf(session, wanted, settings, {
      looked,
      outcomes,
      strays: session.strays,
      interrupted: signal.aborted,
    });
    for (const stray of result.strays) watch.log({ is: 'stray', stray });
    if (result.complete) watch.log(logFooter(outcomes));
    return { result, timing: session.timing };
  } finally {
    await session.close();
  }
}

/** A target that cannot be looked at has a result too: it says what is wrong. */
type Looked = Prepared | { readonly trouble: Trouble | undefined };

async function lookedAt(session: Session, wanted: Wanted, signal: AbortSignal): Promise<Looked> {
  try {
    return await prepare(session, wanted);
  } catch (error) {
    if (signal.aborted) return { trouble: undefined };
    if (error instanceof QuiesceError && error.kind === 'usage') throw error;
    const { stack: _stack, ...trouble } = troubleOf(error);
    return { trouble };
  }
}

async function runAll(
  prepared: Prepared,
  { schedule, concurrency }: Wanted,
  watch: Watch,
): Promise<readonly Outcome[]> {
  watch.log({ is: 'smoke', report: prepared.smoke });
  watch.planned(prepared);
  return runPlanned(
    prepared,
    { done: (outcome) => watch.done(outcome), ordered: (outcome) => watch.log({ is: 'outcome', outcome }) },
    { ...(schedule === undefined ? {} : { schedule }), lanes: concurrency ?? lanesFor(prepared.cases) },
  );
}

/** The result of a whole run over a target that was looked at, without what surfaced outside any case. */
export const resultOfAll = (prepared: Prepared, wanted: Wanted, named: Named, outcomes: readonly Outcome[]): Result => {
  const { session } = prepared;
  const settings = settingsOf(wanted, named, session);
  return resultOf(session, wanted, settings, { looked: prepared, outcomes, strays: [], interrupted: false });
};

interface Seen {
  readonly looked: Looked;
  readonly outcomes: readonly Outcome[];
  readonly strays: Session['strays'];
  readonly interrupted: boolean;
}

function resultOf(
  session: Session,
  wanted: Wanted,
  settings: Settings,
  { looked, outcomes, strays, interrupted }: Seen,
): Result {
  const known = 'smoke' in looked ? looked : undefined;
  return buildResult({
    kit: kitVersion(),
    target: session.facts,
    settings,
    dialect: known ? entriesOf(known.dialect) : [],
    ...(known ? { smoke: known.smoke } : {}),
    absent: known ? absentFrom(known) : [],
    requirements: wanted.suites.flatMap(({ catalogue }) => catalogue.requirements),
    outcomes,
    strays,
    troubles: 'trouble' in looked && looked.trouble ? [looked.trouble] : [],
    complete: known !== undefined && !interrupted,
    interrupted,
    root: process.cwd(),
  });
}

/** What is present without effect is an issue of its own, and not absent besides. */
export const absentFrom = ({ session, smoke }: Prepared): readonly Capability[] =>
  expectedButAbsent(session.facts.profile, (name) => name in smoke.offer || name in smoke.withoutEffect);

function settingsOf({ target, suites, depth }: Wanted, { strict, filters }: Named, session: Session): Settings {
  const { profile } = session.facts;
  const names = suites.map(({ name }) => name);
  return { target: target.named, suites: names, ...(profile ? { profile } : {}), depth, strict, filters };
}

function entriesOf(dialect: Dialect): readonly DialectEntry[] {
  const options = dialectOptions();
  return dialect.entries().map(([option, choice, origin]) => {
    const word = dialect.value(option);
    const deviates = options[option]?.values.some(({ value, deviation }) => value === word && deviation);
    return { option, choice, origin, ...(deviates ? { deviation: true } : {}) };
  });
}
