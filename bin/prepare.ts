import type { Profile } from '../harness/adapter/target.ts';
import { caseName } from '../harness/case-name.ts';
import { Dialect } from '../harness/dialect/dialect.ts';
import { QuiesceError } from '../harness/errors.ts';
import type { Depth, HostedCase, SmokeReport } from '../harness/host/frames.ts';
import type { Mode } from '../harness/outcome.ts';
import { type Planned, plan } from '../harness/plan.ts';
import { openSession, type Session } from '../harness/session.ts';
import type { Requirement } from '../harness/suite.ts';
import { mostLanes } from './lanes.ts';
import { chooseCases } from './choose-cases.ts';
import type { BuiltInSuite } from './choose-suites.ts';
import { type Choices, checkChoices } from './dialect-choices.ts';
import type { NamedTarget } from './target-name.ts';

/** What a run is to be: everything that its result depends on, and how it is carried out. */
export interface Wanted {
  readonly target: NamedTarget;
  readonly suites: readonly BuiltInSuite[];
  /** Cases, requirements, or patterns of them; none: every case. */
  readonly cases: readonly string[];
  readonly profile?: Profile;
  /** Choices that beat the adapter's. */
  readonly dialect: Choices;
  readonly depth: Depth;
  /** Hosts at once. Left out: as many as there is work, and cores, for. */
  readonly concurrency?: number;
  /** Wall clock that one case may take, in ms. */
  readonly budget?: number;
  /** One interleaving to run in place of a search, in its printed form. */
  readonly schedule?: string;
}

/** A case, and what is to be done with it. */
export interface PlannedCase {
  readonly key: HostedCase;
  readonly planned: Planned;
}

/** A target that is loaded and was looked at, with the plan for it. Close the session. */
export interface Prepared {
  readonly session: Session;
  readonly smoke: SmokeReport;
  readonly dialect: Dialect;
  readonly cases: readonly PlannedCase[];
}

/** Loads the target and checks the wish against the cases that there are. */
export async function open(wanted: Wanted, signal?: AbortSignal): Promise<Session> {
  const session = await openSession({
    target: wanted.target.address,
    suites: wanted.suites.map(({ address }) => address),
    settings: { dialect: wanted.dialect, depth: wanted.depth },
    concurrency: wanted.concurrency ?? mostLanes(),
    ...(wanted.budget === undefined ? {} : { budget: wanted.budget }),
    ...(wanted.profile === undefined ? {} : { profile: wanted.profile }),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    const chosen = chooseCases(wanted.cases, session.cases);
    if (wanted.schedule !== undefined && chosen.size !== 1) throw manyScheduled(chosen.size);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

const manyScheduled = (cases: number): QuiesceError =>
  new QuiesceError(
    'usage',
    'SCHEDULE_NEEDS_CASE',
    `A schedule belongs to one case; ${cases} were chosen.`,
    'Name the case: --case races/cancel-vs-complete --schedule .s1.g1+2c1',
  );

/** Looks at what the target offers, and plans. Throws what is wrong with the adapter. */
export async function prepare(session: Session, wanted: Wanted): Promise<Prepared> {
  const { facts } = session;
  checkChoices(facts.dialect, `the dialect of ${facts.name}`, 'adapter');
  const smoke = await session.smoke();
  const dialect = new Dialect([
    ['file', wanted.dialect],
    ['adapter', facts.dialect],
    ['observed', smoke.observed],
  ]);
  const chosen = chooseCases(wanted.cases, session.cases);
  const planned = plan({
    cases: session.cases,
    requirements: requirementsOf(wanted.suites),
    offer: smoke.offer,
    withoutEffect: smoke.withoutEffect,
    profile: facts.profile,
    dialect,
    mode: modeOf(session, smoke),
    shutdown: smoke.shutdown,
    wanted: ({ id }, variant) => chosen.has(id) || chosen.has(caseName(id, variant)),
  });
  const keys = new Map(session.cases.map((key) => [key.id, key]));
  const cases = planned.flatMap((one) => {
    const key = keys.get(one.case.id);
    return key ? [{ key, planned: one }] : [];
  });
  return { session, smoke, dialect, cases };
}

/** Work that the virtual clock does not own makes its times a lie, so such a target runs in real time. */
export const modeOf = ({ facts }: Session, { foreign }: SmokeReport): Mode =>
  facts.kind === 'process' ? 'process' : facts.pace !== undefined || foreign !== undefined ? 'real' : 'virtual';

const requirementsOf = (suites: readonly BuiltInSuite[]): ReadonlyMap<string, Requirement> =>
  new Map(suites.flatMap(({ catalogue }) => catalogue.requirements.map((one) => [one.id, one] as const)));
