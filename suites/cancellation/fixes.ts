import type { Fixes } from '../fix.ts';
import { answerFixes } from './fixes/answers.ts';
import { cleanupFixes } from './fixes/cleanup.ts';
import { clientFixes } from './fixes/clients.ts';
import { deliveryFixes } from './fixes/delivery.ts';
import { outcomeFixes } from './fixes/outcome.ts';
import { queueFixes } from './fixes/queue.ts';
import { reasonFixes } from './fixes/reason.ts';
import { scopeFixes } from './fixes/scopes.ts';

/** How to mend each requirement of cancellation. */
export const fixes: Fixes = {
  ...deliveryFixes,
  ...outcomeFixes,
  ...clientFixes,
  ...answerFixes,
  ...queueFixes,
  ...reasonFixes,
  ...cleanupFixes,
  ...scopeFixes,
};
