import { QuiesceError } from '../../harness/errors.ts';
import {
  exitCode,
  headline,
  type Issue,
  oneLine,
  renderDiagnosis,
  renderTerminal,
  scheduled,
  type Result,
  triage,
} from '../../reports/index.ts';
import type { Arguments } from '../command-line.ts';
import { troubleText } from '../failure.ts';
import { gather } from '../gather.ts';
import { knowledge } from '../knowledge.ts';
import type { Door, Out } from '../out.ts';
import { Progress } from '../progress.ts';
import { many, one, wantedBy } from '../read-arguments.ts';
import { refuseExisting } from '../repro-script.ts';
import { ReportFolder } from '../report-folder.ts';
import { kitVersion } from '../version.ts';
import { replay } from './replay.ts';

/** Tests a target: runs what is planned, writes the report folder, and says how it went. */
export async function run(args: Arguments, { out, signal }: Door): Promise<number> {
  const began = performance.now();
  refuseExisting(one(args, 'repro'));
  const wanted = wantedBy(args);
  const strict = args['strict'] === true;
  const said: Out = args['quiet'] === true ? { ...out, live: false, note: () => undefined } : out;
  const folder = new ReportFolder(one(args, 'out') ?? 'quiesce-report');
  const progress = new Progress(said);
  try {
    const filters = [...many(args, 'suite'), ...wanted.cases];
    const { result, timing } = await gather(
      wanted,
      { strict, filters },
      {
        planned: ({ session, cases }) => {
          const runs = cases.filter(({ planned }) => 'run' in planned).length;
          const { name, version } = session.facts;
          said.note(
            `quiesce ${kitVersion()}: ${oneLine(name, 60)}${version ? ` ${oneLine(version, 20)}` : ''}, ${runs} of ${cases.length} cases apply\n`,
          );
          progress.begin(cases.length);
        },
        done: (outcome) => progress.ended(outcome),
        exploring: (id, schedules) => progress.at(id, schedules),
        log: (entry) => folder.log(entry),
      },
      signal,
    );
    progress.end();
    const issues = triage(result, await knowledge(result));
    folder.write(result, renderDiagnosis(result, issues), { command: performance.now() - began, ...timing });
    sayTroubles(result, said);
    sayEnd(args, result, issues, out, folder.report);
    await writeRepro(args, issues, { out: said, signal });
    return exitCode(result, issues, { strict, interrupted: signal.aborted });
  } finally {
    progress.end();
  }
}

/** The worst issue whose case can be written, as a script: the case is run once more for it. */
async function writeRepro(args: Arguments, issues: readonly Issue[], { out, signal }: Door): Promise<void> {
  const file = one(args, 'repro');
  if (file === undefined || signal.aborted) return;
  const quiet = { out: { ...out, print: () => undefined }, signal };
  for (const { shown } of issues) {
    if (!shown) continue;
    try {
      await replay({ ...args, schedule: undefined, case: scheduled(shown.case, shown.schedule) }, quiet);
      return;
    } catch (error) {
      if (!(error instanceof QuiesceError && error.code === 'REPRO_UNWRITABLE')) throw error;
    }
  }
  out.note(`Nothing was written into ${file}: no case shows an issue that a script could show.\n`);
}

/** What kept the kit from judging, each thing once. */
function sayTroubles(result: Result, out: Out): void {
  const troubles = [...result.troubles, ...result.outcomes.flatMap(({ error }) => (error ? [error] : []))];
  const texts = new Set(troubles.map((trouble) => troubleText(trouble, out)));
  for (const text of [...texts].slice(0, 3)) out.note(text);
}

function sayEnd(args: Arguments, result: Result, issues: readonly Issue[], out: Out, report: string): void {
  const { columns, color } = out;
  if (args['json'] === true) {
    out.print(`${JSON.stringify(result, null, 1)}\n`);
    if (args['quiet'] !== true) out.note(renderTerminal(result, issues, { columns, color, report }));
    return;
  }
  if (args['quiet'] === true) {
    out.print(`${headline(result, issues).verdict} Report: ${oneLine(report)}\n`);
    return;
  }
  out.print(renderTerminal(result, issues, { columns, color, report }));
  if (result.interrupted) out.note('Interrupted: what had ended by then was kept.\n');
}
