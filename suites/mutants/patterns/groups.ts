import { begin } from '../../reference/crew.ts';
import { Scope } from '../../reference/scope.ts';
import { faultsOf, type Mutant } from '../mutant.ts';
import { absorbing } from './absorbing.ts';
import { ending } from './endings.ts';

/** Faults in how a group stops, waits for and takes on its members. */
export const groups: readonly Mutant[] = [
  ...faultsOf('PAT-03', {
    'siblings-run-on': {
      fault: 'the operation only stops waiting: the siblings are not told (Promise.all)',
      trips: ['PAT-08'],
      parts: (p) => ({
        ...p,
        all: (core, _task, above, parts) =>
          Promise.all(parts.map((part) => p.member(core, core.parts.child(core, above), part))),
      }),
    },
    'waiting-children-start': {
      fault: 'the start loop does not look at the abort: waiting children are started after the failure',
      trips: [],
      parts: (p) => ({ ...p, goesOn: (core, crew) => crew.kind === 'all' || p.goesOn(core, crew) }),
    },
    'failing-body-tells-nobody': {
      fault: "a failure of the group's own body is kept until the children have ended by themselves: nobody tells them",
      trips: [],
      parts: (p) => ({
        ...p,
        dismiss: (core, crew) => {
          const end = crew.lead?.end;
          if (!end || !('error' in end) || crew.failures.length > 1) p.dismiss(core, crew);
        },
      }),
    },
    'own-body-not-told': {
      fault: "the failure is passed to the children only; the group's own body is not told",
      trips: [],
      parts: (p) => ({
        ...p,
        tell: (core, crew, member, why) => {
          if (member !== crew.lead) p.tell(core, crew, member, why);
        },
      }),
    },
  }),
  ...faultsOf('PAT-04', {
    'told-and-not-awaited': {
      fault: 'the operation rejects as soon as the first child fails; the siblings are told but not awaited',
      trips: ['PAT-05'],
      parts: (p) => ({
        ...p,
        leave: (core, crew) =>
          crew.kind === 'all'
            ? Promise.race([p.leave(core, crew), ending(crew, (end) => 'error' in end)])
            : p.leave(core, crew),
      }),
    },
    'ends-with-its-body': {
      fault: 'the group ends when its body returns, without waiting for the children that still run',
      trips: ['PAT-10'],
      parts: (p) => ({
        ...p,
        leave: async (core, crew) => {
          if (!crew.lead) return p.leave(core, crew);
          await crew.lead.ended;
          crew.closed = true;
        },
      }),
    },
  }),
  ...faultsOf('PAT-07', {
    'cancel-taken-for-the-abort': {
      fault:
        "a cancel that arrives while the group waits for its aborted children is taken for the group's own abort and swallowed: cancel() says accepted, the owner goes on and completes",
      trips: ['PAT-23'],
      parts: (p) =>
        absorbing(p, (deaf) => ({
          dismiss: (core, crew) => {
            deaf.add(crew.task);
            void Promise.all(crew.members.map(({ ended }) => ended)).then(() => deaf.delete(crew.task));
            p.dismiss(core, crew);
          },
        })),
    },
    'errors-dropped-on-cancel': {
      fault:
        'when the owner was cancelled the errors of the children are dropped: the group rejects with the bare cancellation',
      trips: [],
      parts: (p) => ({ ...p, failuresOf: (core, crew) => (crew.interrupted ? [] : p.failuresOf(core, crew)) }),
    },
  }),
  ...faultsOf('PAT-08', {
    'cancelled-child-fails-the-group': {
      fault: "a child's cancellation is treated as a failure of the group: the siblings are cancelled",
      trips: [],
      parts: (p) => ({
        ...p,
        counts: (core, crew, { essential, ...ended }) =>
          p.counts(core, crew, { ...ended, essential: essential || crew.kind === 'group' }),
      }),
    },
    'cancels-its-owner': {
      fault: 'a child that ends cancelled cancels its owner as well',
      trips: ['CAN-23'],
      parts: (p) => ({
        ...p,
        childOf: (core, task, member) => {
          const child = p.childOf(core, task, member);
          return { ...child, cancel: (reason) => (child.cancel?.(reason), core.parts.request(core, task, reason)) };
        },
      }),
    },
  }),
  ...faultsOf('PAT-09', {
    'deaf-to-its-owner': {
      fault: "the supervising group does not pass its owner's cancellation on",
      trips: [],
      parts: (p) => ({ ...p, supervise: (core, task, _above, owner) => p.supervise(core, task, new Scope(), owner) }),
    },
    'failure-spreads': {
      fault: 'a failing child cancels its siblings',
      trips: [],
      parts: (p) => ({ ...p, supervise: p.group }),
    },
  }),
  ...faultsOf('PAT-10', {
    'children-copied-before-the-abort': {
      fault:
        'the list of children is copied before the abort; a child spawned later is neither refused nor cancelled nor awaited',
      trips: [],
      parts: (p) => ({
        ...p,
        recruit: (core, crew, part) => (crew.dismissed ? begin(core, crew.above, part) : p.recruit(core, crew, part)),
      }),
    },
    'ended-group-starts-children': {
      fault: 'spawn into an ended group starts the child on its own',
      trips: [],
      parts: (p) => ({
        ...p,
        recruit: (core, crew, part) => (crew.closed ? begin(core, crew.above, part) : p.recruit(core, crew, part)),
      }),
    },
  }),
  ...faultsOf('PAT-11', {
    'losers-run-on': {
      fault: 'the losers are not told',
      trips: [],
      parts: (p) => ({
        ...p,
        dismiss: (core, crew) => {
          if (crew.kind !== 'contest') p.dismiss(core, crew);
        },
      }),
    },
    'losers-not-awaited': {
      fault: 'the operation settles with the winner while the told losers still clean up',
      trips: [],
      parts: (p) => ({
        ...p,
        leave: (core, crew) =>
          crew.kind === 'contest'
            ? Promise.race([p.leave(core, crew), ending(crew, () => crew.dismissed !== undefined)])
            : p.leave(core, crew),
      }),
    },
    'any-takes-a-failure': {
      fault: '`any` settles with the first settlement, also a failure',
      trips: [],
      parts: (p) => ({ ...p, any: p.race }),
    },
    'last-failure-only': {
      fault: '`any` without a success keeps only the last failure',
      trips: [],
      parts: (p) => ({
        ...p,
        failuresOf: (core, crew) => p.failuresOf(core, crew).slice(crew.kind === 'contest' ? -1 : 0),
      }),
    },
  }),
];
