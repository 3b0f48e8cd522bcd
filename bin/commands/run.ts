import {
  exitCode,
  headline,
  type Issue,
  oneLine,
  renderDiagnosis,
  renderTerminal,
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
import { ReportFolder } from '../report-folder.ts';
import { kitVersion } from '../version.ts';

/** Tests a target: runs what is planned, writes the report folder, and says how it went. */
export async function run(args: Arguments, { out, signal }: Door): Promise<number> {
  const began = performance.now();
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
    return exitCode(result, issues, { strict, interrupted: signal.aborted });
  } finally {
    progress.end();
  }
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
