import { hops } from '../../reference/hops.ts';
import { Scope } from '../../reference/scope.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults that only the first hops of something show: it has begun, and does not listen yet. At rest all is well. */
export const beginnings: readonly Mutant[] = [
  ...faultsOf('CAN-16', {
    'a-new-cleanup-is-not-known-yet': {
      fault: 'a cleanup is registered some hops after it was handed over; a cancel that comes in between skips it',
      trips: [],
      parts: (p) => ({
        ...p,
        defer: (core, task, cleanup) => void hops(3).then(() => task.scope.cancelled || p.defer(core, task, cleanup)),
      }),
    },
  }),
  ...faultsOf('CAN-22', {
    'a-new-child-is-not-linked-yet': {
      fault: "a child follows its parent's cancel from some hops after its start; one that comes in between is lost",
      trips: ['PAT-07'],
      parts: (p) => ({
        ...p,
        child: (_core, above) => {
          const scope = Object.assign(new Scope(), { above, deadline: above.earliest() });
          void hops(3).then(() => above.onCancel((reason) => scope.cancel(reason)));
          return scope;
        },
      }),
    },
  }),
  ...faultsOf('CAN-25', {
    'a-new-sleep-does-not-listen-yet': {
      fault: 'a sleep looks at the cancel before its first hop and listens after it; one that comes in between is lost',
      trips: [],
      parts: (p) => ({ ...p, sleep: (core, task, scope, ms) => hops(2).then(() => p.sleep(core, task, scope, ms)) }),
    },
  }),
];
