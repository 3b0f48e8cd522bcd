import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ProcessTarget } from '../../../harness/index.ts';
import type { SignalChoices } from './named.ts';

/** From the sources it needs the loader for TypeScript; as it is published it does not. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const main = fileURLToPath(new URL(`main${ending}`, import.meta.url));
const loader = ending === '.ts' ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];

/** The reference as a server in a process of its own; `mutant`: with that fault. */
export const serverReference = (mutant = '', choices: SignalChoices = {}): ProcessTarget => ({
  name: mutant === '' ? 'reference server' : mutant,
  version: '1',
  profile: 'service',
  dialect: { 'shutdown.limits': { value: 'declared', prestop: 'asked' }, ...choices },
  command: [process.execPath, ...loader, main, mutant || 'correct', JSON.stringify(choices)],
  ready: /^ready (\d+)$/,
  readiness: '/ready',
});
