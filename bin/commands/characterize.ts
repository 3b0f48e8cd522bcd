import { existsSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { QuiesceError } from '../../harness/errors.ts';
import { builtInSuites } from '../../suites/index.ts';
import {
  characterized,
  confirmed,
  contradictions,
  deviations,
  differences,
  isAlone,
  type Judged,
} from '../characterization.ts';
import type { Arguments } from '../command-line.ts';
import { dialectPath, readDialectFile } from '../dialect-choices.ts';
import { type Choices, type DialectFile, dialectFileText } from '../dialect-file.ts';
import type { Door } from '../out.ts';
import { open, prepare, type Prepared, type Wanted } from '../prepare.ts';
import { one, targetOf } from '../read-arguments.ts';
import { outcomeOf } from '../run-planned.ts';
import type { NamedTarget } from '../target-name.ts';
import { type Suggestion, trials } from '../trials.ts';

/** What was found out about a target, beside what is written about it. */
interface Found {
  readonly file: DialectFile;
  readonly contradictions: readonly string[];
}

/** Writes down how a target behaves where several behaviours are right, or checks what is written. */
export async function characterize(args: Arguments, { out, signal }: Door): Promise<number> {
  const target = targetOf(args);
  const path = one(args, 'out') ?? dialectPath(target.file);
  const written = path !== undefined && existsSync(path) ? readDialectFile(path) : undefined;
  if (args['check'] === true) {
    if (path === undefined || !written) throw nothingToCheck(target, path);
    const found = await look(target, written.reviewed, signal);
    const lines = [...differences(written, found.file), ...found.contradictions];
    out.print(lines.length === 0 ? `${shown(path)} fits.\n` : `${lines.join('\n')}\n`);
    return lines.length === 0 ? 0 : 1;
  }
  const found = await look(target, written?.reviewed ?? {}, signal);
  const text = dialectFileText(found.file);
  if (path === undefined) {
    out.print(text);
  } else {
    writeFileSync(path, text);
    out.print(`Wrote ${shown(path)}: ${counted(found.file)}. Review it, and commit it.\n`);
  }
  if (args['try'] === true) {
    out.note('Trying the other choices where a default is not kept; cases are run again for each.\n');
    for (const one of await trials(wantedFor(target, written?.reviewed ?? {}), found.file, signal))
      out.note(`${suggestionText(one)}\n`);
  }
  for (const line of found.contradictions) out.note(`${line}\n`);
  for (const one of deviations(found.file)) out.note(`${one} is a deviation: reported, never a pass.\n`);
  return 0;
}

/** A person's own choices go into the look: the names of events, for one, decide what can be seen. */
async function look(target: NamedTarget, reviewed: Choices, signal: AbortSignal): Promise<Found> {
  const wanted = wantedFor(target, reviewed);
  const session = await open(wanted, signal);
  try {
    const prepared = await prepare(session, wanted);
    const requirements = builtInSuites.flatMap(({ catalogue }) => catalogue.requirements);
    const file = characterized(session.facts, prepared.smoke, requirements, reviewed);
    const judged = await judge(prepared, file);
    return { file: confirmed(file, judged), contradictions: contradictions(file, prepared.smoke) };
  } finally {
    await session.close();
  }
}

const wantedFor = (target: NamedTarget, reviewed: Choices): Wanted => ({
  target,
  suites: builtInSuites,
  cases: [],
  dialect: reviewed,
  depth: 'quick',
  concurrency: 1,
});

const suggestionText = ({ option, default: standard, instead, mends }: Suggestion): string =>
  `${option}: ${mends.join(', ')} would pass as ${instead}, and ${mends.length === 1 ? 'fails' : 'fail'} as ${standard}. If that is meant, put it under "reviewed".`;

/** Runs the cases that are valid for one value of an option alone, where that is the value that the target is held to. */
async function judge(prepared: Prepared, file: DialectFile): Promise<readonly Judged[]> {
  const telling = prepared.cases.filter(
    ({ key, planned }) =>
      'run' in planned &&
      Object.entries(file.default).some(([option, value]) => isAlone(key.conditions.when ?? {}, option, value)),
  );
  return Promise.all(
    telling.map(async (one) => ({
      when: one.key.conditions.when ?? {},
      verdict: (await outcomeOf(prepared, one)).verdict,
    })),
  );
}

const counted = ({ reviewed, declared, observed, default: standard }: DialectFile): string =>
  Object.entries({ reviewed, declared, observed, 'by default': standard })
    .map(([name, choices]) => `${Object.keys(choices).length} ${name}`)
    .join(', ');

const shown = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
};

const nothingToCheck = ({ named }: NamedTarget, path: string | undefined): QuiesceError =>
  new QuiesceError(
    'usage',
    'DIALECT_FILE_MISSING',
    path === undefined ? `"${named}" is no file, so no dialect file stands beside it.` : `There is no ${shown(path)}.`,
    path === undefined
      ? `Say which file is meant: quiesce characterize ${named} --check --out dialect.json`
      : `Write it first: quiesce characterize ${named}`,
  );
