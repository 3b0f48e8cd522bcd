import { fileURLToPath } from 'node:url';
import type { ProcessTarget } from '../../harness/index.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** One state of the streaming coordinator, as asyncio has it; the Python client comes with the kit. */
export const pythonTarget = (state: 'before' | 'after' | 'mended'): ProcessTarget => ({
  name: `python-${state}`,
  command: ['python3', path('presented.py'), state],
  env: { PYTHONPATH: path('../../clients/python'), PYTHONDONTWRITEBYTECODE: '1' },
});
