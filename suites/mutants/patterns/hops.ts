import { hops } from '../../reference/hops.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults that only the first hops of something show. At rest all is well. */
export const beginnings: readonly Mutant[] = [
  ...faultsOf('PAT-24', {
    'a-new-scope-cannot-be-stopped-yet': {
      fault: 'a scope says yes to a cancel in its first hops, and forgets it',
      trips: [],
      parts: (p) => ({
        ...p,
        scoped: (core, task, above, part, opened) => {
          let ready = false;
          void hops(2).then(() => (ready = true));
          return p.scoped(core, task, above, part, (stop) => opened((reason) => !ready || stop(reason)));
        },
      }),
    },
  }),
];
