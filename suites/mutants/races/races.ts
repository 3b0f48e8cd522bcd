import type { Mutant } from '../mutant.ts';
import { clients } from './clients.ts';
import { ends } from './ends.ts';
import { identities } from './identities.ts';
import { outside } from './outside.ts';
import { shutdowns } from './shutdowns.ts';
import { stops } from './stops.ts';
import { winners } from './winners.ts';

/** The faults of races. */
export const races: readonly Mutant[] = [
  ...winners,
  ...stops,
  ...clients,
  ...shutdowns,
  ...ends,
  ...identities,
  ...outside,
];
