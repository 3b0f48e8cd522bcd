import { serverTarget } from './server-target.ts';

export const target = serverTarget('bare', { name: 'node-http' });
