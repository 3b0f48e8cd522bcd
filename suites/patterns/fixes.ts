import type { Fixes } from '../fix.ts';
import { groupFixes } from './fixes/groups.ts';
import { limitFixes } from './fixes/limits.ts';
import { resourceFixes } from './fixes/resources.ts';
import { scopeFixes } from './fixes/scopes.ts';

/** How to mend each requirement of patterns. */
export const fixes: Fixes = { ...groupFixes, ...limitFixes, ...scopeFixes, ...resourceFixes };
