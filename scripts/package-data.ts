import { basename, extname, relative, sep } from 'node:path';
import { root } from './root.ts';

const ownTests = new Set(['fixtures', 'golden', '__pycache__', '__snapshots__']);

/**
 * Whether a file or folder is copied beside the compiled code, so that `new URL('catalogue.json', import.meta.url)`
 * means the same in `dist` as in the sources. Everything is, but what the compiler writes and what only our tests read.
 */
export function belongsInPackage(path: string): boolean {
  if (
    relative(root, path)
      .split(sep)
      .some((part) => ownTests.has(part))
  )
    return false;
  const name = basename(path);
  return extname(name) !== '.ts' && !name.includes('.test.') && !name.startsWith('test_');
}
