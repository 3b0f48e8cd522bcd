import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ProcessTarget } from '../../harness/index.ts';

/** From the sources a program needs the loader for TypeScript; as it is published it does not. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const loader = ending === '.ts' ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];

/** A server of this folder as a target: a program that says on which port it listens. `file`: without its ending. */
export function serverTarget(
  file: string,
  facts: Omit<ProcessTarget, 'command' | 'ready'>,
  ...args: readonly string[]
): ProcessTarget {
  const program = fileURLToPath(new URL(`./${file}${ending}`, import.meta.url));
  return {
    profile: 'service',
    ...facts,
    command: [process.execPath, ...loader, program, ...args],
    ready: /^listening on port (\d+)$/m,
  };
}
