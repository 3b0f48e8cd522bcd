import type { Fixes } from '../fix.ts';
import { backgroundFixes } from './fixes/daemons.ts';
import { startFixes } from './fixes/managers.ts';

/** How to mend each requirement of the lifecycle of components. */
export const fixes: Fixes = { ...startFixes, ...backgroundFixes };
