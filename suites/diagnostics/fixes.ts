import type { Fixes } from '../fix.ts';
import { recordFixes } from './fixes/records.ts';
import { showingFixes } from './fixes/showing.ts';

/** How to mend each requirement of diagnostics. */
export const fixes: Fixes = { ...recordFixes, ...showingFixes };
