import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Document } from './documents.ts';
import { root } from './root.ts';

const begin = '<!-- generated: npm run docs -->';
const end = '<!-- end -->';

/** The README, with what the default target is told today, and the report that goes with it. */
export function readme(): readonly Document[] {
  const out = mkdtempSync(join(tmpdir(), 'quiesce-readme-'));
  try {
    const said = told(out);
    const text = readFileSync(join(root, 'README.md'), 'utf8');
    const [before, after] = [text.indexOf(begin), text.indexOf(end)];
    if (before < 0 || after < before) throw new Error(`README.md needs ${begin} and ${end} around the report.`);
    const block = `${begin}\n\n\`\`\`text\n${said}\n\`\`\`\n\nThe whole report: [docs/example-report.md](docs/example-report.md)\n\n`;
    return [
      { path: 'README.md', text: text.slice(0, before) + block + text.slice(after) },
      { path: 'docs/example-report.md', text: readFileSync(join(out, 'report.md'), 'utf8') },
    ];
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** What the command prints in a pipe of 80 columns, as if it had written where it does by default. */
function told(out: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'bin/quiesce.ts', 'run', 'before', '--out', out],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', COLUMNS: '80' } },
  );
  if (status !== 1) throw new Error(`quiesce run before ended with ${status}, not 1.\n${stdout}${stderr}`);
  return stdout.replaceAll(out, 'quiesce-report').trimEnd();
}
