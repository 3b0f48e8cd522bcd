import type { Fixes } from '../fix.ts';
import { isolationFixes } from './fixes/isolation.ts';
import { policyFixes } from './fixes/policies.ts';
import { resourceFixes } from './fixes/resources.ts';
import { slotFixes } from './fixes/slots.ts';

/** How to mend each requirement of reliability. */
export const fixes: Fixes = { ...isolationFixes, ...slotFixes, ...resourceFixes, ...policyFixes };
