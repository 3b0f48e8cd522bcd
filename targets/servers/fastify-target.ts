import { serverTarget } from './server-target.ts';

export const target = serverTarget('fastify', { name: 'fastify' });
