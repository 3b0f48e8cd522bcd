import {
  claim,
  describe,
  firstOf,
  forEach,
  type History,
  missing,
  seen,
  type Snapshot,
  type Stock,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { completes, neverStarts, uncompleted } from './claims.ts';
import { opened, precedes } from './facts.ts';
import { returns } from './programs.ts';

const grace = 50;
const force = 50;

const isRefused = (history: History, task: string): boolean =>
  history.call('submit', task)?.answer?.kind === 'fail' ||
  (history.ending(task) === 'refused' && !history.started(task));

/** A list that is shown names the task. */
const listed = (history: History, mark: string, id: string) => {
  const query = history.before(mark).all('query', undefined, 'ok').at(-1);
  return (query?.value as Snapshot | undefined)?.ids?.includes(id) ? seen(`the query lists ${id}`, query) : undefined;
};

/** Listeners on the signal, as counted first and then. */
const listeners = (history: History, signal: string) => {
  const [before, after] = history.all('kit.count');
  const count = (event: typeof before) => (event?.value as Stock | undefined)?.listeners[signal] ?? 0;
  return count(after) === count(before) ? undefined : seen(`${count(before)} before, ${count(after)} after`, after);
};

/** RAC-26: a submit that is refused leaves nothing behind. */
export const refused: Cases = {
  'refused-by-a-full-queue': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1, queueLimit: 1 });
      for (const task of ['A', 'B']) lab.submit(task, returns(task.toLowerCase(), 1));
      await lab.quiesce();
      lab.submit('C', [{ return: 3 }]);
      await lab.quiesce();
      lab.query();
      await lab.quiesce('refused');
      lab.open('a', 'b');
      await lab.quiesce();
      lab.submit('C2', [{ return: 3 }], { id: 'C' });
      await lab.quiesce();
      for (const task of ['D', 'E']) {
        lab.submit(task, returns(task.toLowerCase(), 1));
        await lab.quiesce(task);
      }
    },
    premise: (history) => ({
      'A had a start line': history.before('refused').started('A'),
      'B had none': history.before('refused').started('B') === undefined,
      'the first submit of C was refused': isRefused(history, 'C'),
    }),
    claims: [
      claim('the C that was refused never starts, and is not listed', (history) =>
        firstOf(neverStarts(history, 'C'), listed(history, 'refused', 'C')),
      ),
      claim('A and B are completed', (history) => forEach(['A', 'B'], (task) => uncompleted(history, task, 1))),
      completes('C2', 3),
      claim('D starts and E waits: one slot, not fewer and not more', (history) =>
        firstOf(missing(history.started('D'), 'D had not started', history.mark('D')), neverStarts(history, 'E')),
      ),
    ],
  },

  'refused-by-a-dead-signal': {
    absent: (history) =>
      history.call('submit', 'S')?.answer && !isRefused(history, 'S')
        ? 'it accepts a job whose signal is aborted, and cancels it then'
        : undefined,
    workload: async (lab) => {
      await lab.coordinator();
      lab.abort('dead');
      await lab.quiesce();
      lab.own.count('before');
      lab.submit('S', [{ return: 1 }], { signal: 'dead' });
      await lab.quiesce();
      lab.own.count('after');
      lab.query();
      await lab.quiesce('refused');
      lab.submit('S2', [{ return: 1 }], { id: 'S' });
      await lab.quiesce();
    },
    premise: (history) => ({ 'the first submit was refused': isRefused(history, 'S') }),
    claims: [
      claim('the S that was refused never starts, and is not listed', (history) =>
        firstOf(neverStarts(history, 'S'), listed(history, 'refused', 'S')),
      ),
      claim('the signal has as many listeners as before', (history) => listeners(history, 'dead')),
      completes('S2', 1),
    ],
  },

  'refused-by-shutdown': {
    absent: (history) =>
      history.call('submit', 'U')?.answer && !isRefused(history, 'U')
        ? 'this mode accepts, or keeps, what is submitted meanwhile'
        : undefined,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ try: { body: [{ gate: 'g' }], finally: [{ gate: 'g' }] } }, { return: 1 }]);
      await lab.quiesce();
      lab.own.count('before');
      lab.shutdown(lab.dialect.shutdownMode ?? '', { grace, force });
      await lab.quiesce();
      lab.submit('U', [{ return: 2 }], { signal: 'long' });
      await lab.quiesce();
      lab.own.count('after');
      lab.query();
      await lab.quiesce('refused');
      lab.open('g');
      await lab.advance(2 * (grace + force));
      await lab.quiesce('over');
    },
    premise: (history) => {
      const call = history.call('submit', 'U')?.invoke;
      return {
        'U was refused': isRefused(history, 'U'),
        'the shutdown was pending then':
          history.call('shutdown') !== undefined && !precedes(history.call('shutdown')?.answer, call),
        'T had no end line then': precedes(call, history.ended('T')) && opened(history, 'g') !== undefined,
      };
    },
    claims: [
      claim('U never starts, and is not listed', (history) =>
        firstOf(neverStarts(history, 'U'), listed(history, 'refused', 'U')),
      ),
      claim('the shutdown settles', (history) => {
        const answer = history.call('shutdown')?.answer;
        return missing(answer, `it is pending: it waits for ${describe('U')}`, history.mark('over'));
      }),
      claim('the signal of U has no listener', (history) => listeners(history, 'long')),
    ],
  },
};
