import { answers } from './cancellation/answers.ts';
import { cleanup } from './cancellation/cleanup.ts';
import { clients } from './cancellation/clients.ts';
import { delivery } from './cancellation/delivery.ts';
import { outcome } from './cancellation/outcome.ts';
import { queue } from './cancellation/queue.ts';
import { reasons } from './cancellation/reasons.ts';
import { scopes } from './cancellation/scopes.ts';
import { signals } from './cancellation/signals.ts';
import { threads } from './cancellation/threads.ts';
import type { Mutant } from './mutant.ts';

/** Every mutant, in order of the requirements that they must fail. */
export const mutants: readonly Mutant[] = [
  ...delivery,
  ...outcome,
  ...reasons,
  ...answers,
  ...queue,
  ...signals,
  ...clients,
  ...cleanup,
  ...scopes,
  ...threads,
].sort((a, b) => (a.own < b.own ? -1 : a.own > b.own ? 1 : 0));

const byId: ReadonlyMap<string, Mutant> = new Map(mutants.map((mutant) => [mutant.id, mutant]));

export const mutantById = (id: string): Mutant | undefined => byId.get(id);

export type { Mutant };
