import { serverTarget } from '../server-target.ts';

export const target = serverTarget(
  'streaming/main',
  {
    name: 'streaming-server-mended',
    readiness: '/ready',
    dialect: { 'shutdown.limits': { value: 'declared', prestop: 'asked' } },
  },
  'mended',
);
