import type { Fixes } from '../fix.ts';
import { clientFixes } from './fixes/clients.ts';
import { outsideFixes } from './fixes/outside.ts';
import { shutdownFixes } from './fixes/shutdowns.ts';
import { winnerFixes } from './fixes/winners.ts';

/** How to mend each requirement of races. */
export const fixes: Fixes = { ...winnerFixes, ...clientFixes, ...shutdownFixes, ...outsideFixes };
