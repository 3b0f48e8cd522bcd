import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { belongsInPackage } from './package-data.ts';
import { bin, root } from './root.ts';

/*
 * Compiles and copies into a folder of its own, then swaps it in: whoever runs from `dist` meanwhile sees the old build
 * or the new one, never half of either, and a build that fails changes nothing.
 */
const staged = `dist-${process.pid}`;
const retired = `${staged}-old`;

function path(folder: string): string {
  return join(root, folder);
}

function compile(): boolean {
  const compiled = spawnSync(bin('tsc'), ['-p', 'tsconfig.build.json', '--outDir', staged], {
    cwd: root,
    stdio: 'inherit',
  });
  return compiled.status === 0;
}

function copyData(): void {
  for (const folder of ['bin', 'harness', 'suites', 'reports', 'targets', 'templates', 'clients']) {
    if (!existsSync(path(folder))) continue;
    cpSync(path(folder), join(path(staged), folder), { recursive: true, filter: (file) => belongsInPackage(file) });
  }
}

function swap(): void {
  if (existsSync(path('dist'))) renameSync(path('dist'), path(retired));
  renameSync(path(staged), path('dist'));
}

try {
  if (compile()) {
    copyData();
    swap();
  } else {
    process.exitCode = 1;
  }
} finally {
  for (const folder of [staged, retired]) rmSync(path(folder), { recursive: true, force: true });
}
