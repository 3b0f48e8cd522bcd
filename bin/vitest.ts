import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, type TestContext, test } from 'vitest';
import { caseName } from '../harness/case-name.ts';
import type { Profile } from '../harness/adapter/target.ts';
import type { Depth } from '../harness/host/frames.ts';
import type { Outcome } from '../harness/outcome.ts';
import type { Requirement } from '../harness/suite.ts';
import { findingText } from '../reports/index.ts';
import { chooseSuites } from './choose-suites.ts';
import { type Choices, dialectChoices } from './dialect-choices.ts';
import { failureText } from './failure.ts';
import { absentFrom } from './gather.ts';
import { open, type PlannedCase, type Prepared, prepare, type Wanted } from './prepare.ts';
import { outcomeOf } from './run-planned.ts';
import { findTarget } from './target-name.ts';

export interface ConformanceOptions {
  /** The adapter: a URL, a path from the working directory, or the name of a built-in target. */
  readonly target: string | URL;
  /** Names of suites; all if left out. */
  readonly suites?: readonly string[];
  /** Cases, requirements, or patterns of them with `*`; all if left out. */
  readonly cases?: readonly string[];
  /** In place of the profile that the adapter declares. */
  readonly profile?: Profile;
  /** Choices that beat the adapter's. */
  readonly dialect?: Choices;
  readonly depth?: Depth;
  /** Cases at once, each in a process of its own; 1 if left out. */
  readonly concurrency?: number;
  /** Wall clock that one case may take, in ms; 10,000 if left out. */
  readonly budget?: number;
  /** True: SHOULD requirements fail too. Left out: what does not hold is skipped, with what was seen. */
  readonly strict?: boolean;
}

/**
 * Registers every case as a Vitest test. To be awaited at the top of a test file: the target is loaded and looked at
 * before the tests are known. A case passes, or is skipped with the reason, or fails with what was expected, what was
 * observed and the history that shows it. What cannot be decided fails, since nothing was proved.
 */
export async function conformance(options: ConformanceOptions): Promise<void> {
  const wanted = wantedBy(options);
  const prepared = await prepareOrSay(wanted);
  const concurrent = (options.concurrency ?? 1) > 1;
  afterAll(() => prepared.session.close());
  for (const { catalogue } of wanted.suites) {
    for (const requirement of catalogue.requirements) {
      const cases = prepared.cases.filter((one) => one.key.requirement === requirement.id && isWanted(one));
      if (cases.length === 0) continue;
      // The session keeps the time: a limit of the runner would count the wait for a free host too.
      describe(`${requirement.id} ${requirement.title}`, { concurrent, timeout: 0 }, () => {
        for (const one of cases) registerCase(prepared, one, requirement, options);
      });
    }
  }
  registerWhole(prepared);
}

function wantedBy(options: ConformanceOptions): Wanted {
  const { target, suites = [], cases = [], profile, dialect, depth = 'default', concurrency = 1, budget } = options;
  const found = findTarget(typeof target === 'string' ? target : fileURLToPath(target));
  return {
    target: found,
    suites: chooseSuites(suites),
    cases,
    ...(profile === undefined ? {} : { profile }),
    dialect: { ...dialectChoices(found.file, []), ...dialect },
    depth,
    concurrency,
    ...(budget === undefined ? {} : { budget }),
  };
}

async function prepareOrSay(wanted: Wanted): Promise<Prepared> {
  try {
    const session = await open(wanted);
    try {
      return await prepare(session, wanted);
    } catch (error) {
      await session.close();
      throw error;
    }
  } catch (error) {
    throw located('QuiesceError', failureText(error, { columns: 100, stack: false }));
  }
}

/** What was not asked for is no test that is skipped: it is none. */
const isWanted = ({ planned }: PlannedCase): boolean => !('skip' in planned && planned.skip === 'filtered');

function registerCase(
  prepared: Prepared,
  one: PlannedCase,
  requirement: Requirement,
  { strict }: ConformanceOptions,
): void {
  const { key, planned } = one;
  const name = caseName(key.id, planned.variant);
  test(name.slice(name.indexOf('/') + 1), { timeout: 0 }, async (context) => {
    if ('skip' in planned) return context.skip(`${planned.skip}: ${planned.because}`);
    const outcome = await outcomeOf(prepared, one);
    return tell(context, outcome, requirement, strict === true);
  });
}

function tell(context: TestContext, outcome: Outcome, requirement: Requirement, strict: boolean): void {
  const { verdict, level, skip, invariants = [] } = outcome;
  if (verdict === 'pass' && invariants.length === 0) return;
  if (skip) return context.skip(`${skip.reason}: ${skip.because}`);
  const should = level === 'SHOULD' && (verdict === 'fail' || verdict === 'inconclusive') && invariants.length === 0;
  if (should && !strict) return context.skip(`SHOULD: ${outcome.finding?.observed ?? outcome.because ?? verdict}`);
  throw located('Finding', findingText(outcome, { requirement, columns: 100 }), outcome);
}

/** What is no case of its own: capabilities that are expected and absent, and errors that surface late. */
function registerWhole(prepared: Prepared): void {
  const { session, smoke } = prepared;
  describe('the whole', () => {
    for (const name of absentFrom(prepared)) {
      test(`offers ${name}`, () => {
        throw located(
          'Finding',
          `${name} is expected of a ${session.facts.profile}, and is not offered.\nquiesce explain ${name}`,
        );
      });
    }
    for (const [name, done] of Object.entries(smoke.withoutEffect)) {
      test(`offers ${name} with an effect`, () => {
        throw located('Finding', `${name} is present, without effect: ${done}\nquiesce explain ${name}`);
      });
    }
    test('no error surfaces after its case', () => {
      const [first] = session.strays;
      if (first) throw located('Finding', `${first.finding.observed} (${first.case ?? 'no case'})`);
    });
  });
}

/** An error whose only place is that of the coordinator, so that Vitest shows its code and not the kit's. */
function located(name: string, message: string, { where }: Pick<Outcome, 'where'> = {}): Error {
  const error = new Error(message);
  error.name = name;
  const at =
    where &&
    `\n    at ${where.function ?? '<anonymous>'} (${pathToFileURL(resolve(where.file)).href}:${where.line}:${where.column})`;
  error.stack = `${name}: ${message}${at ?? ''}`;
  return error;
}
