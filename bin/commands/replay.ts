import { writeFileSync } from 'node:fs';
import { caseName } from '../../harness/case-name.ts';
import { QuiesceError } from '../../harness/errors.ts';
import type { Outcome } from '../../harness/outcome.ts';
import { findingText } from '../../reports/index.ts';
import type { Arguments } from '../command-line.ts';
import type { Door } from '../out.ts';
import { open, prepare, type Wanted } from '../prepare.ts';
import { one, wantedBy } from '../read-arguments.ts';
import { refuseExisting, reproScript } from '../repro-script.ts';

/** Runs one case, with a schedule if one is given, and prints what happened from first to last. */
export async function replay(args: Arguments, { out, signal }: Door): Promise<number> {
  const [id, schedule] = partsOf(String(args['case']));
  const wanted = { ...wantedBy({ ...args, case: id }), ...(schedule === undefined ? {} : { schedule }) };
  const file = one(args, 'repro');
  refuseExisting(file);
  const session = await open(wanted, signal);
  try {
    const { cases, dialect } = await prepare(session, wanted);
    const chosen = cases.filter(({ planned }) => !('skip' in planned && planned.skip === 'filtered'));
    const [only] = chosen;
    if (!only || chosen.length > 1)
      throw notOne(
        id,
        chosen.map(({ key, planned }) => caseName(key.id, planned.variant)),
      );
    const { key, planned } = only;
    if ('skip' in planned) {
      out.print(`SKIP  ${caseName(key.id, planned.variant)}\n  ${planned.skip}: ${planned.because}\n`);
      return 2;
    }
    const outcome = await session.run({
      case: key.id,
      mode: planned.run,
      ...(planned.variant === undefined ? {} : { variant: planned.variant }),
      keepHistory: true,
      ...(schedule === undefined ? {} : { schedule }),
      ...(file === undefined ? {} : { script: true }),
    });
    out.print(`${textOf(outcome, wanted, Math.min(out.columns, 100))}\n`);
    if (file !== undefined) {
      writeFileSync(file, reproScript(file, wanted.target, outcome, dialect), { flag: 'wx' });
      out.note(`Wrote ${file}.\n`);
    }
    return exitOf(outcome);
  } finally {
    await session.close();
  }
}

function textOf(outcome: Outcome, { suites }: Wanted, columns: number): string {
  const requirement = suites
    .flatMap(({ catalogue }) => catalogue.requirements)
    .find(({ id }) => id === outcome.requirement);
  return findingText(outcome, { columns, rows: 10_000, ...(requirement ? { requirement } : {}) });
}

function partsOf(text: string): readonly [string, string | undefined] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}

const notOne = (id: string, found: readonly string[]): QuiesceError =>
  new QuiesceError(
    'usage',
    'CASE_NOT_ONE',
    `Expected "${id}" to name one case; it names ${found.length}.`,
    `Give one of them: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ' …' : ''}`,
  );

function exitOf({ verdict, invariants = [] }: Outcome): number {
  if (verdict === 'error') return 3;
  if (verdict === 'fail' || invariants.length > 0) return 1;
  return verdict === 'pass' ? 0 : 2;
}
