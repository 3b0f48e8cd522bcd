import { faultsOf, type Mutant } from '../mutant.ts';
import { absorbing } from './absorbing.ts';

/** Faults in shields, cancel scopes, and what passes through them. */
export const scopes: readonly Mutant[] = [
  ...faultsOf('PAT-12', {
    'section-is-told': {
      fault: 'the section is told like the rest of the body: the shield protects nothing',
      trips: [],
      parts: (p) => ({
        ...p,
        shield: (core, task, above, part) =>
          p.shield(core, task, above, () => part(core.parts.fork(core, above), undefined)),
      }),
    },
    'cancel-dropped': {
      fault: 'a cancel that arrives while a shield is open is dropped: after the section the task goes on',
      trips: [],
      parts: (p) =>
        absorbing(p, (deaf) => ({
          shield: (core, task, above, part) => {
            deaf.add(task);
            return p.shield(core, task, above, part).finally(() => deaf.delete(task));
          },
        })),
    },
    'section-aborted-with-the-task': {
      fault: 'when the outer task ends at once, its section is aborted with it',
      trips: [],
      dialect: { 'shield.outer': 'at-once' },
      parts: (p) => ({
        ...p,
        shield: (core, task, above, part) =>
          p.shield(core, task, above, () => part(core.parts.fork(core, above), undefined)),
      }),
    },
  }),
  ...faultsOf('PAT-13', {
    'shielded-work-not-counted': {
      fault:
        'while its task is being cancelled, shielded work is not in the running set: shutdown neither waits for it nor names it',
      trips: [],
      parts: (p) => ({
        ...p,
        shield: (core, task, above, part) => {
          above.onCancel(() => core.parts.release(core, task));
          return p.shield(core, task, above, part);
        },
      }),
    },
    'masks-limits': {
      fault: 'a shield also masks the limits that are set inside it',
      trips: [],
      parts: (p) => ({
        ...p,
        within: (core, task, above, ms, part) =>
          // A section is in no scope of its task.
          p.within(core, task, above, above.depth === 0 && above !== task.scope ? 1e9 : ms, part),
      }),
    },
  }),
  ...faultsOf('PAT-24', {
    'cancels-the-task': {
      fault: 'cancelling a scope cancels the owning task',
      trips: [],
      parts: (p) => ({ ...p, stopScope: (core, task, _scope, reason) => core.parts.request(core, task, reason) }),
    },
    'live-after-the-end': {
      fault: "the cancel that was handed out stays live: after the scope's end it cancels what the task does then",
      trips: [],
      parts: (p) => ({
        ...p,
        stopScope: (core, task, scope, reason) =>
          scope.closed ? task.scope.cancel(reason) : p.stopScope(core, task, scope, reason),
      }),
    },
    'cancels-the-enclosing-scopes': {
      fault: 'cancelling a scope cancels the whole chain of enclosing scopes',
      trips: [],
      parts: (p) => ({
        ...p,
        stopScope: (core, task, scope, reason) => {
          if (scope.above && scope.above.depth > 0) core.parts.stopScope(core, task, scope.above, reason);
          return p.stopScope(core, task, scope, reason);
        },
      }),
    },
  }),
  ...faultsOf('PAT-25', {
    'scope-keeps-every-cancel': {
      fault: '`scope` takes every cancellation that passes through it for its own and goes on after the scope',
      trips: [],
      parts: (p) => ({
        ...p,
        scoped: (core, task, above, part, opened) =>
          p.scoped(core, task, above, part, opened).catch((error: unknown) => {
            if (!above.cancelled) throw error;
            return null;
          }),
      }),
    },
    'all-settles-without-a-value': {
      fault: '`all` settles without a value instead of rejecting when its owner is cancelled',
      trips: ['PAT-07'],
      parts: (p) => ({
        ...p,
        all: (core, task, above, parts) =>
          p.all(core, task, above, parts).catch((error: unknown) => {
            if (!above.cancelled) throw error;
            return null;
          }),
      }),
    },
    'hold-goes-on': {
      fault: '`hold` gives the lock back and goes on when what it ran was cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        hold: (core, task, above, name, part) =>
          p.hold(core, task, above, name, part).catch((error: unknown) => {
            if (!above.cancelled) throw error;
            return null;
          }),
      }),
    },
    'within-rejects-at-once': {
      fault: '`within` rejects at once when its task is cancelled, while its frame still cleans up',
      trips: [],
      parts: (p) => ({
        ...p,
        within: (core, task, above, ms, part) =>
          Promise.race([
            p.within(core, task, above, ms, part),
            new Promise<never>((_yes, no) => void above.onCancel(no)),
          ]),
      }),
    },
  }),
];
