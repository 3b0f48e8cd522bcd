import { serverTarget } from '../server-target.ts';

export const target = serverTarget('streaming/main', { name: 'streaming-server-after' }, 'after');
