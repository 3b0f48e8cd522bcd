import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCatalogues, freeze, frozenFile, frozenSet, isReleased } from './frozen.ts';
import { root } from './root.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const short = version.split('.').slice(0, 2).join('.');
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');

if (frozenSet()?.version === short && isReleased(short, changelog)) {
  console.error(`${short} is released: its set stays as it is. What is new gets a later \`since\`.`);
  process.exitCode = 1;
} else {
  const set = freeze(short, await allCatalogues());
  writeFileSync(frozenFile, `${JSON.stringify(set, null, 2)}\n`);
  const cases = Object.values(set.requirements).reduce((sum, one) => sum + Object.keys(one.cases).length, 0);
  console.log(`Froze ${short}: ${Object.keys(set.requirements).length} requirements, ${cases} cases.`);
}
