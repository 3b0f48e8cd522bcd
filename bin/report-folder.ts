import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QuiesceError } from '../harness/errors.ts';
import { formatResult, type LogEntry, logLine, type Result } from '../reports/index.ts';

const files = { report: 'report.md', result: 'result.json', log: 'events.ndjson', timing: 'timing.json' } as const;

/** The folder of one run. */
export class ReportFolder {
  readonly #folder: string;
  /** Path of the report, as the folder was named. */
  readonly report: string;

  /** Opens the folder and clears away what an earlier run left: if this one is killed, its report must not be that one. */
  constructor(folder: string) {
    this.#folder = folder;
    this.report = join(folder, files.report);
    if (statSync(folder, { throwIfNoEntry: false })?.isFile()) throw unwritable(folder, 'it is a file');
    try {
      mkdirSync(folder, { recursive: true });
      for (const name of Object.values(files)) rmSync(join(folder, name), { force: true });
      writeFileSync(join(folder, files.log), '');
    } catch (thrown) {
      throw unwritable(folder, thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  /** Adds one line to the log of what happens. */
  log(entry: LogEntry): void {
    appendFileSync(join(this.#folder, files.log), logLine(entry));
  }

  write(result: Result, report: string, timing: unknown): void {
    writeFileSync(join(this.#folder, files.result), formatResult(result));
    writeFileSync(this.report, report);
    writeFileSync(join(this.#folder, files.timing), `${JSON.stringify(timing, null, 1)}\n`);
  }
}

const unwritable = (folder: string, why: string): QuiesceError =>
  new QuiesceError(
    'usage',
    'OUT_UNWRITABLE',
    `Expected to write into the folder ${folder}; ${why}.`,
    'Give another one with --out.',
  );
