import type { Json } from '../../../harness/index.ts';
import { entryOf } from '../../reference/groups.ts';
import type { Part } from '../../reference/limits.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Never settles. */
const forever = new Promise<never>(() => {});

/** Faults in what a collected result says of its inputs. */
export const settle: readonly Mutant[] = [
  ...faultsOf('PAT-01', {
    'in-completion-order': {
      fault: 'entries are pushed in completion order',
      trips: [],
      parts: (p) => ({
        ...p,
        entries: async (core, crew) => {
          await p.leave(core, crew);
          return crew.finished.map((member) => entryOf(crew, member));
        },
      }),
    },
    'first-failure-settles': {
      fault: 'the first failure settles the operation; inputs that are still running have no entry',
      trips: ['PAT-02'],
      parts: (p) => ({
        ...p,
        entries: async (core, crew) => {
          const failing = crew.members.map(({ ended }) => ended.then((end) => ('error' in end ? end : forever)));
          await Promise.race([p.leave(core, crew), ...failing]);
          return crew.members.filter(({ end }) => end).map((member) => entryOf(crew, member));
        },
      }),
    },
  }),
  ...faultsOf('PAT-01', {
    'values-as-they-come': {
      fault: 'an operation that needs every value gives them in completion order',
      trips: [],
      parts: (p) => ({
        ...p,
        all: async (core, task, above, parts) => {
          const values: Json[] = [];
          const noting =
            (part: Part): Part =>
            async (scope, limit) => {
              const value = await part(scope, limit);
              values.push(value);
              return value;
            };
          await p.all(core, task, above, parts.map(noting));
          return values;
        },
      }),
    },
  }),
  ...faultsOf('PAT-01', {
    'nothing-for-no-inputs': {
      fault: 'an operation without inputs answers with nothing instead of a list without entries',
      trips: [],
      parts: (p) => ({
        ...p,
        entries: async (core, crew) => (crew.members.length > 0 ? p.entries(core, crew) : (null as never)),
      }),
    },
  }),
  ...faultsOf('PAT-02', {
    'cancelled-inputs-left-out': {
      fault: 'cancelled inputs are filtered out of the entries',
      trips: [],
      parts: (p) => ({
        ...p,
        entries: async (core, crew) => (await p.entries(core, crew)).filter((entry) => !('missing' in entry)),
      }),
    },
    'cancelled-as-empty-success': {
      fault: 'a cancelled input gets the entry of a success without a value',
      trips: [],
      parts: (p) => ({
        ...p,
        entries: async (core, crew) =>
          (await p.entries(core, crew)).map((entry) => ('missing' in entry ? { value: null } : entry)),
      }),
    },
  }),
];
