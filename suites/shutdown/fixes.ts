import type { Fixes } from '../fix.ts';
import { aroundFixes } from './fixes/around.ts';
import { courseFixes } from './fixes/course.ts';
import { processFixes } from './fixes/process.ts';
import { taskFixes } from './fixes/tasks.ts';

/** How to mend each requirement of shutdown. */
export const fixes: Fixes = { ...courseFixes, ...taskFixes, ...aroundFixes, ...processFixes };
