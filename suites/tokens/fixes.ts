import type { Fixes } from '../fix.ts';
import { tokenFixes } from './fixes/tokens.ts';
import { waveFixes } from './fixes/waves.ts';

/** How to mend each requirement of tokens and waves. */
export const fixes: Fixes = { ...tokenFixes, ...waveFixes };
