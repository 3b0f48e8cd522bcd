import { describe } from '../describe.ts';
import { type Invariant, when } from './invariant.ts';

export const noStrayError: Invariant = {
  name: 'no-stray-error',
  owner: 'OBS-07',
  expected: 'no unhandled rejection and no uncaught exception',
  contradiction(history, _context, { loud }) {
    const stray = loud ? undefined : history.find(({ what }) => what === 'stray');
    const kind = stray?.who === 'unhandledRejection' ? 'an unhandled rejection' : 'an uncaught exception';
    return (
      stray && {
        observed: `${kind} ${when(stray)}: ${describe(stray.value)}`,
        witness: [stray],
        hint: 'A promise that the coordinator derives for itself (`.then`, `.finally`) needs a handler of its own.',
      }
    );
  },
};

export const nothingLeft: Invariant = {
  name: 'nothing-left',
  // What is left of a shutdown is one fault, and not also a leak of every task.
  owner: ({ requirement }) => (requirement?.id.startsWith('SHU-') ? 'SHU-12' : 'OBS-07'),
  expected: 'nothing of a task is left once it has ended: no body, no timer, no listener',
  contradiction(history, _context, { unfinished = [] }) {
    const left = history.find(({ what, task }) => what === 'left' && !unfinished.includes(task ?? ''));
    return left && { observed: describe(left.value), witness: [left] };
  },
};
