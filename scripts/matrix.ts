import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killMatrixDocument } from './kill-matrix.ts';
import { root } from './root.ts';

// Apart from `npm run docs`: hundreds of targets, each through a suite or more, are a matter of many minutes.
for (const { path, text } of await killMatrixDocument()) {
  writeFileSync(join(root, path), text);
  console.log(`wrote ${path}`);
}
