import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { clockCosts } from './clock.ts';
import { found } from './found.ts';
import { schedules } from './schedules.ts';

const parts = { schedules, found, clock: clockCosts } as const;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = Object.entries(parts).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`There is no part "${values.only}". Parts: ${Object.keys(parts).join(', ')}.`);
  process.exitCode = 64;
}
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
for (const [, part] of chosen) {
  for (const line of await part()) console.log(line);
}
process.exit();
