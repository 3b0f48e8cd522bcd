import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in which errors of its members a group reports, and as what. */
export const errors: readonly Mutant[] = [
  ...faultsOf('PAT-05', {
    'first-error-only': {
      fault: 'only the first error is kept; a later one is dropped',
      trips: [],
      parts: (p) => ({
        ...p,
        failuresOf: (core, crew) => {
          const failures = p.failuresOf(core, crew);
          return crew.kind === 'contest' || crew.interrupted ? failures : failures.slice(0, 1);
        },
      }),
    },
    'told-child-drops-its-error': {
      fault:
        'the wrapper of a child that has been told drops what it throws: its result says cancelled and the error is nowhere',
      trips: ['PAT-07'],
      parts: (p) => ({
        ...p,
        member: (core, scope, part) =>
          p.member(core, scope, part).catch((error: unknown) => {
            throw scope.cancelled ? scope.reason : error;
          }),
      }),
    },
  }),
  ...faultsOf('PAT-05', {
    'falsy-is-no-error': {
      fault: 'whether a member failed is asked of its error: undefined, null, 0 and an empty text are none',
      trips: [],
      parts: (p) => ({
        ...p,
        counts: (core, crew, one) => p.counts(core, crew, one) && !(one.end && 'error' in one.end && !one.end.error),
      }),
    },
  }),
  ...faultsOf('PAT-06', {
    'cancellations-among-the-errors': {
      fault:
        'rejections are collected in input order, the induced cancellations among them: the primary is a cancellation',
      trips: [],
      parts: (p) => ({
        ...p,
        failuresOf: (core, crew) =>
          crew.dismissed && crew.kind !== 'contest' && p.failuresOf(core, crew).length > 0
            ? crew.members.flatMap(({ end }) => (end && 'error' in end ? [end.error] : []))
            : p.failuresOf(core, crew),
      }),
    },
    'told-siblings-as-failures': {
      fault: 'each told sibling is appended as a new failure ("child 3 did not finish")',
      trips: [],
      parts: (p) => ({
        ...p,
        failuresOf: (core, crew) => {
          const told = crew.finished.filter(({ end }) => end && 'error' in end && end.error === crew.dismissed);
          const failures = p.failuresOf(core, crew);
          return failures.concat(failures[0] ? told.map((_one, at) => new Error(`child ${at} did not finish`)) : []);
        },
      }),
    },
  }),
];
