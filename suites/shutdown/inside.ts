import { answerOf, claim, describe, firstOf, type History, missing, type Program, seen } from '../../harness/index.ts';
import {
  type Cases,
  completesWith,
  completion,
  early,
  endsBefore,
  endsUncompleted,
  fulfils,
  neverRuns,
  resultText,
  tally,
} from './claims.ts';
import { asked, deliveries, pendingAt, ranAtTheCall } from './facts.ts';
import { cleaning, deaf, hour, runs, shutDown } from './programs.ts';

/** Calls for the shutdown and waits for it, whatever else happens. */
const asks = (mode: string): Program => [
  { note: 'asked' },
  {
    try: {
      body: [{ deaf: [{ do: { call: 'shutdown', mode, wait: true } }] }, { note: 'returned' }],
      catch: { failed: [{ note: 'refused' }], cancelled: [{ note: 'refused' }], timeout: [{ note: 'refused' }] },
    },
  },
  { return: 1 },
];

const spawns: Program = [
  { gate: 'p' },
  { note: 'spawning' },
  {
    try: {
      body: [{ spawn: { name: 'C', body: [{ gate: 'c' }, { return: 1 }] } }, { join: 'C' }, { note: 'joined' }],
      catch: { failed: [{ note: 'refused' }], cancelled: [{ note: 'refused' }] },
    },
  },
  { return: 2 },
];

const cancelled = (history: History, task: string) => history.call('cancel', task)?.invoke;

/** The cancel said no, although the task was there to be cancelled. */
const denied = (task: string) =>
  claim(`the cancel of ${task} is accepted`, (history, { dialect }) => {
    const call = history.call('cancel', task);
    const answer = answerOf(call);
    const said = answer === 'negative' || (answer === 'error' && !dialect.is('cancel.return', 'confirmed'));
    return said ? seen(`it answered ${describe(call?.answer?.value)}`, call?.answer) : undefined;
  });

/** SHU-24, SHU-29, SHU-30: what the tasks of a coordinator that shuts down may still do, and be told. */
export const inside: Cases = {
  'the-caller-does-not-wait-for-itself': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      lab.submit('O', deaf('o', 1));
      lab.submit('T', asks(lab.dialect.shutdownMode ?? ''));
      await lab.quiesce('held');
      lab.open('o');
    },
    premise: (history) => ({
      'O ran when shutdown was called': ranAtTheCall(history, 'O'),
      'T called for the shutdown': history.noted('T', 'asked') && asked(history),
    }),
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('shutdown.self', 'error')
            ? 'the call fails at once'
            : 'the call returns when O has ended, and does not wait for T',
        (history, { dialect }) => {
          const [returned, refused] = [history.noted('T', 'returned'), history.before('held').noted('T', 'refused')];
          if (dialect.is('shutdown.self', 'error'))
            return missing(refused, 'it had not failed at rest', history.mark('held'));
          // A cancel that comes as an exception may end T in the middle of its wait.
          if (history.ended('T')?.value === 'cancelled') return undefined;
          const soon = returned && returned.seq < (history.mark('held')?.seq ?? 0);
          return firstOf(
            soon ? seen('it returned while O ran', returned) : undefined,
            missing(returned, `T did not get on: ${tally(0)} "returned"`, history.last),
          );
        },
      ),
      claim('the result of T settles', (history) =>
        history.result('T') ? undefined : seen('the result of T was still pending', history.last),
      ),
    ],
  },

  'a-draining-task-spawns': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      lab.submit('P', spawns);
      await lab.quiesce();
      shutDown(lab, { grace: hour });
      await lab.quiesce('asked');
      lab.open('p');
      await lab.quiesce('spawned');
      lab.open('c');
    },
    premise: (history) => ({
      'shutdown was pending when P went on': pendingAt(history, 'asked'),
      'P had not been told': !history.before('asked').told('P'),
      'P tried to spawn': history.noted('P', 'spawning'),
    }),
    claims: [
      claim(
        ({ dialect }) => `the child is treated as shutdown.children=${dialect.value('shutdown.children')} says`,
        (history, { dialect }) => {
          const child = history.before('spawned').started('P/C');
          const refused = history.before('spawned').noted('P', 'refused');
          if (dialect.is('shutdown.children', 'refuse'))
            return firstOf(
              child && seen('the child started', child),
              missing(refused, 'P was not told of a refusal', history.mark('spawned')),
            );
          return firstOf(
            missing(child, 'the child had not started', history.mark('spawned')),
            early(history, history.mark('spawned')),
            missing(history.noted('P', 'joined'), 'P did not get the result of its child', history.last),
          );
        },
      ),
      completesWith('P', 2),
      endsBefore('P'),
      fulfils('when the last body has ended'),
    ],
  },

  'a-running-task': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', cleaning('a'));
      await lab.quiesce();
      shutDown(lab, { grace: hour });
      await lab.quiesce();
      lab.cancel('T');
    },
    premise: (history) => ({
      'T ran when shutdown was called': ranAtTheCall(history, 'T'),
      'shutdown was pending when T was cancelled': pendingAt(history, cancelled(history, 'T')),
      'T had not been told': !history.before(cancelled(history, 'T')).told('T'),
    }),
    claims: [
      denied('T'),
      claim('T is told once, and cleans up', (history) => {
        const told = deliveries(history, 'T');
        if (told.length !== 1) return seen(`T was told ${tally(told.length)}`, ...told, history.last);
        return missing(history.noted('T', 'cleaned up'), 'T did not clean up', history.last);
      }),
      endsUncompleted('T'),
      fulfils('without waiting for the rest of the grace period'),
    ],
  },

  'a-queued-task': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', [{ gate: 'a' }, { return: 1 }]);
      lab.submit('B', runs(2));
      await lab.quiesce();
      shutDown(lab, { grace: hour });
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce('cancelled');
      lab.open('a');
    },
    premise: (history) => ({
      'A ran when shutdown was called': ranAtTheCall(history, 'A'),
      'shutdown was pending when B was cancelled': pendingAt(history, cancelled(history, 'B')),
      'B had not started': !history.before(cancelled(history, 'B')).started('B'),
    }),
    claims: [
      denied('B'),
      claim('the result of B settles at once, and not as a completion', (history) => {
        const result = history.before('cancelled').result('B');
        return firstOf(
          missing(result, `the result of B ${resultText(result)}`, history.mark('cancelled')),
          completion(history, 'B'),
        );
      }),
      neverRuns('B'),
      completesWith('A', 1),
      fulfils('when A has ended'),
    ],
  },
};
