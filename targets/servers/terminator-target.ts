import { serverTarget } from './server-target.ts';

export const target = serverTarget('terminator', { name: 'http-terminator' });
