import { Scope } from '../../reference/scope.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in how a cancel runs through children, groups and the waits that a body is lent. */
export const scopes: readonly Mutant[] = [
  ...faultsOf('CAN-22', {
    'direct-children-only': {
      fault: "only direct children are cancelled: a child's own controller is not linked to its children's",
      trips: [],
      parts: (p) => ({ ...p, fork: (core, above) => (above.depth > 0 ? new Scope() : p.fork(core, above)) }),
    },
  }),
  ...faultsOf('CAN-23', {
    'controller-of-the-parent': {
      fault: "a child gets its parent's controller instead of one of its own",
      trips: ['PAT-08'],
      parts: (p) => ({ ...p, child: (_core, above) => above }),
    },
  }),
  ...faultsOf('CAN-25', {
    'deaf-sleep': {
      fault: "the lent sleep does not look at the task's signal",
      trips: [],
      parts: (p) => ({ ...p, sleep: (core, task, _scope, ms) => p.sleep(core, task, new Scope(), ms) }),
    },
    'deaf-wait-for-a-lock': {
      fault: "a waiter of the lent hold or acquire does not look at the task's signal",
      trips: [],
      parts: (p) => ({ ...p, take: (core, task, _scope, name) => p.take(core, task, new Scope(), name) }),
    },
    'limit-follows-its-timer-only': {
      fault: 'the lent within gives its body a signal that follows only its own timer',
      trips: ['PAT-17'],
      parts: (p) => ({ ...p, limited: () => new Scope() }),
    },
  }),
];
