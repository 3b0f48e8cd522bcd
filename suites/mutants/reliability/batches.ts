import { TimedOut } from '../../reference/errors.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults with the answers that stand in for what failed, or was not there in time. */
export const batches: readonly Mutant[] = [
  ...faultsOf('REL-04', {
    'catches-everything': {
      fault: "the fallback sits in a catch-all: it also runs for the caller's own cancellation",
      trips: [],
      parts: (p) => ({ ...p, fallback: { ...p.fallback, covers: () => true } }),
    },
    'passes-timeouts-on': {
      fault: 'the fallback runs for failures only: a timeout error is passed through',
      trips: ['REL-03'],
      parts: (p) => ({
        ...p,
        fallback: {
          ...p.fallback,
          covers: (error, signal) => !(error instanceof TimedOut) && p.fallback.covers(error, signal),
        },
      }),
    },
    'throws-late-failures': {
      fault: 'the error of a body that fails after its timeout was reported is thrown where nobody catches it',
      trips: [],
      dialect: { 'timeout.settle': 'early' },
      parts: (p) => ({
        ...p,
        watch: (core, task, ending) => {
          p.watch(core, task, ending);
          void ending.catch((error: unknown) =>
            task.outcome?.kind === 'timeout' && error !== task.scope.reason ? Promise.reject(error as Error) : null,
          );
        },
      }),
    },
    'tells-nobody': {
      fault: 'the value of the fallback is given as if it were the answer of the primary: no hook, no event, no mark',
      trips: [],
      parts: (p) => ({ ...p, fallback: { ...p.fallback, tell: () => {} } }),
    },
  }),
  ...faultsOf('REL-05', {
    'drops-the-values': {
      fault: 'the limit rejects the whole batch and drops the values',
      trips: [],
      parts: (p) => ({
        ...p,
        entries: async (core, crew) => {
          const entries = await p.entries(core, crew);
          if (crew.cutOff.size > 0) throw new TimedOut(0);
          return entries;
        },
      }),
    },
    'shifts-positions': {
      fault: 'inputs that were cut off are filtered out of the list, so later positions shift',
      trips: ['PAT-02', 'REL-06'],
      parts: (p) => ({
        ...p,
        entries: async (core, crew) => (await p.entries(core, crew)).filter((entry) => !('missing' in entry)),
      }),
    },
  }),
  ...faultsOf('REL-06', {
    'hands-out-the-live-list': {
      fault: 'the returned array is the live accumulator of the batch',
      trips: [],
      dialect: { 'timeout.settle': 'early' },
      parts: (p) => ({
        ...p,
        entries: async (core, crew) => {
          const list = [...(await p.entries(core, crew))];
          for (const [at, member] of crew.members.entries())
            void member.ended.then((end) => 'value' in end && (list[at] = end));
          return list;
        },
      }),
    },
    'counts-late-values': {
      fault: 'a value that arrives after the limit and before the hand-out is listed as completed',
      trips: [],
      parts: (p) => ({
        ...p,
        entries: async (core, crew) => {
          const entries = await p.entries(core, crew);
          const late = crew.members.map(({ end }) => end);
          return entries.map((entry, at) => (late[at] && 'value' in late[at] ? late[at] : entry));
        },
      }),
    },
  }),
];
