import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { committed, generate, stale } from './documents.ts';
import { root } from './root.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const documents = await generate();

if (values.check) {
  const complaints = stale(documents);
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length === 0 ? 0 : 1;
} else {
  for (const { path, text } of documents) {
    if (committed(path) === text) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
