import { pythonTarget } from './python-target.ts';

export const target = pythonTarget('mended');
