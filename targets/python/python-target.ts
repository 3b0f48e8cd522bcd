import { fileURLToPath } from 'node:url';
import type { ProcessTarget } from '../../harness/index.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

type State = 'before' | 'after' | 'mended';

const env = { PYTHONPATH: path('../../clients/python'), PYTHONDONTWRITEBYTECODE: '1' };

/** One state of the streaming coordinator, as asyncio has it; the Python client comes with the kit. */
export const pythonTarget = (state: State): ProcessTarget => ({
  name: `python-${state}`,
  command: ['python3', path('presented.py'), state],
  env,
});

/** The same behind HTTP. */
export const pythonServer = (state: State): ProcessTarget => ({
  name: `python-server-${state}`,
  profile: 'service',
  command: ['python3', path('server.py'), state],
  env,
  ready: /^listening on port (\d+)$/m,
  ...(state === 'mended' ? mended : {}),
});

const mended = { readiness: '/ready', dialect: { 'shutdown.limits': { value: 'declared', prestop: 'asked' } } };
