import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutants } from '../suites/mutants/index.ts';
import { type Matrix, matrix } from '../suites/mutants/seen.ts';
import { killMatrix } from './kill-matrix.ts';
import { complaints, killMatrixDocument } from './kill-matrix-document.ts';
import { bin, root } from './root.ts';

// Apart from `npm run docs`: hundreds of targets, each through a suite or more, are a matter of many minutes. Patterns of
// ids restrict it: `npm run matrix -- RAC-2 REL-25`.
const patterns = process.argv.slice(2).map((pattern) => new RegExp(pattern));
const wanted = ({ id }: { readonly id: string }): boolean =>
  patterns.length === 0 || patterns.some((pattern) => pattern.test(id));
const before = patterns.length === 0 ? {} : matrix().mutants;
const { mutants: seen, nulls } = await killMatrix('suite', wanted);
const all = { ...before, ...seen };
const measured: Matrix = {
  mutants: Object.fromEntries(mutants.flatMap(({ id }) => (all[id] ? [[id, all[id]] as const] : []))),
  nulls,
};
const file = join(root, 'suites/mutants/seen.json');
writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
// In the form that the check of formats asks for: lists that fit stand on one line.
execFileSync(bin('biome'), ['format', '--write', file], { cwd: root, stdio: 'ignore' });
for (const { path, text } of await killMatrixDocument()) writeFileSync(join(root, path), text);
const wrong = await complaints(measured);
for (const complaint of wrong) console.error(complaint);
console.log(`${Object.keys(seen).length} mutants run, ${wrong.length} complaints`);
process.exitCode = wrong.length === 0 ? 0 : 1;
