import { pythonServer } from './python-target.ts';

export const target = pythonServer('after');
