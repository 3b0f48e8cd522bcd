import {
  claim,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  seen,
} from '../../harness/index.ts';
import { type Cases, unfulfilled, unrejected } from './claims.ts';
import { failsAlone } from '../races/facts.ts';
import { accepted, reaches } from './facts.ts';

const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const taskOf = (number: number): string => `T${number}`;
const gateOf = (number: number): string => `g${number}`;

/** What each of ten does after its gate: the seventh does not even get to it. */
function bodyOf(number: number): Program {
  if (number === 7) return [{ note: 'in' }, { throw: { value: 'T7', sync: true } }];
  const wait: Program = [{ note: 'in' }, { gate: gateOf(number) }];
  if (number === 5) return [...wait, { throw: 'T5' }];
  return number === 6 ? [...wait, { throw: {} }] : [...wait, { return: number }];
}

/** The same in a queue: a turn of its own, and no throw before the first wait. */
const queuedBodyOf = (number: number): Program =>
  number === 7
    ? [{ note: 'in' }, { gate: 'go' }, { return: 7 }]
    : bodyOf(number).map((step) => ('gate' in step ? { gate: number === 1 ? 'g1' : 'go' } : step));

const threw = (history: History, task: string): Event | undefined => {
  const end = history.ended(task);
  return end?.value === 'threw' ? end : undefined;
};

const othersFulfil = (failing: readonly string[]) =>
  claim('each of the others fulfils with its own number', (history) =>
    forEach([...numbers, 11], (number) =>
      failing.includes(taskOf(number)) ? undefined : unfulfilled(history, taskOf(number), number),
    ),
  );

/** REL-01: a failure is the failure of one task. */
const alone: Cases = {
  'failures-leave-the-others-alone': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const number of numbers) lab.submit(taskOf(number), bodyOf(number));
      await lab.quiesce();
      // A library that starts so many in a time is given the time.
      const started = (): boolean => numbers.every((number) => lab.history.started(taskOf(number)) !== undefined);
      for (let passed = 0; passed < 2_000 && !started(); passed += 100) await lab.advance(100);
      lab.open('g5', 'g6');
      await lab.quiesce();
      lab.open(...numbers.map(gateOf));
      await lab.quiesce();
      lab.submit('T11', [{ return: 11 }]);
      await lab.quiesce();
      if (!lab.history.result('T11')) await lab.advance(1_000);
    },
    premise: (history) => ({
      'the bodies of all ten that came first have started': numbers.every((number) => history.started(taskOf(number))),
      'T5 threw': threw(history, 'T5'),
      'T6 threw': threw(history, 'T6'),
      'T7 threw': threw(history, 'T7'),
    }),
    claims: [
      claim('every submit returns a handle', (history) =>
        forEach([...numbers, 11], (number) => {
          const answer = history.call('submit', taskOf(number))?.answer;
          return accepted(history, taskOf(number))
            ? undefined
            : seen(`the submit of ${taskOf(number)} was turned away: ${describe(answer?.value)}`, answer);
        }),
      ),
      claim('the results of T5, T6 and T7 are rejected', (history) =>
        forEach(['T5', 'T6', 'T7'], (task) => unrejected(history, task)),
      ),
      othersFulfil(['T5', 'T6', 'T7']),
    ],
  },

  'failures-do-not-stop-the-queue': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      for (const number of numbers) lab.submit(taskOf(number), queuedBodyOf(number));
      await lab.quiesce('queued');
      lab.open('go', 'g1');
      await lab.quiesce();
      lab.submit('T11', [{ return: 11 }]);
    },
    premise: (history) => ({
      'T1 stood at its gate': history.before('queued').standsAt('T1', 'g1'),
      'all others waited': numbers.slice(1).every((number) => !history.before('queued').started(taskOf(number))),
    }),
    claims: [
      claim('the results of T5 and T6 are rejected', (history) =>
        forEach(['T5', 'T6'], (task) => unrejected(history, task)),
      ),
      othersFulfil(['T5', 'T6']),
    ],
  },
};

/** Reports of an error: records of the log, what the platform says, and calls that throw it. */
function reports(history: History, text: string): readonly Event[] {
  return history.events.filter(
    ({ kind, what, value }) =>
      reaches(value, text) && (what === 'diagnostic' || what === 'stray' || (kind === 'fail' && what !== 'delivered')),
  );
}

const reportedOnce = (text: string) =>
  claim(
    `the error ${text} of a listener is reported once: by the hook, by the platform, or to the call that caused the event`,
    (history) => {
      const found = reports(history, text);
      if (found.length === 1) return undefined;
      const told = found.map(({ what }) => what).join(', ') || 'nowhere';
      return seen(
        `${text} was reported ${found.length} times: ${told}`,
        ...found,
        history.find(({ what }) => what === 'delivered'),
      );
    },
  );

async function listening(lab: Lab, task: string, fails: () => unknown): Promise<void> {
  await lab.coordinator();
  lab.submit(task, [{ gate: 'g' }, { return: 1 }]);
  lab.subscribe(`L1 of ${task}`, task, ({ terminal }) => (terminal ? fails() : undefined));
  lab.subscribe(`L2 of ${task}`, task);
  await lab.quiesce();
  lab.open('g');
  await lab.quiesce();
}

/** The listener failed over an event that came after the gate of its task was opened: the task's own end. */
const failedListener = (history: History, task: string, text: string): Event | undefined =>
  history
    .after(history.ended(task))
    .find(({ what, kind, value }) => what === 'delivered' && kind === 'fail' && reaches(value, text));

const unheard = 'nobody hears of it';

/** A log may hand over the error itself, or no more than its text. */
const reportsOfNobody = (history: History) => {
  const strays = history.all('stray').filter(({ value }) => reaches(value, unheard));
  const records = history
    .all('diagnostic')
    .filter(({ value }) => reaches(value, unheard) || describe(value).includes(unheard));
  const told = `${records.length} records of the hook and ${strays.length} unhandled rejections carried the error`;
  return { records, strays, told };
};

/** REL-02: no failure is lost, and none is reported twice. */
const observed: Cases = {
  'handled-once-is-enough': {
    loud: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ gate: 'g' }, { throw: 'E' }]);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
    },
    premise: (history) => ({
      'T threw': threw(history, 'T'),
      'the caller caught it': history.result('T')?.kind === 'fail' ? history.result('T') : undefined,
    }),
    claims: [
      claim('no unhandled rejection and no uncaught exception', (history) => {
        const [stray] = history.all('stray');
        return stray && seen(`${stray.who}: ${describe(stray.value)}`, stray);
      }),
      claim('the caller is told once', (history) => {
        const told = history.all('result', 'T');
        return told.length === 1 ? undefined : seen(`the result settled ${told.length} times`, ...told);
      }),
    ],
  },

  'nobody-reads-the-result': {
    loud: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ gate: 'g' }, { throw: unheard }], { unread: true });
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
    },
    premise: (history, { dialect, offer }) => ({
      'T threw': threw(history, 'T'),
      'the hook is there, where it is the one to report':
        dialect.is('unobserved', 'platform') || offer.diagnostics !== undefined,
    }),
    claims: [
      claim('the failure is reported, by the hook or by the platform', (history) => {
        const { records, strays } = reportsOfNobody(history);
        return records.length + strays.length > 0 ? undefined : seen('nobody reported it', history.ended('T'));
      }),
      claim('whoever is to report it does so once', (history, { dialect }) => {
        const { records, strays, told } = reportsOfNobody(history);
        const own = dialect.is('unobserved', 'hook') ? records : strays;
        return own.length > 1 ? seen(told, ...own) : undefined;
      }),
      claim(
        ({ dialect }) =>
          dialect.is('unobserved', 'hook')
            ? 'the hook reports it, and the platform does not'
            : 'the platform reports an unhandled rejection',
        (history, { dialect }) => {
          const { records, strays, told } = reportsOfNobody(history);
          const right = dialect.is('unobserved', 'hook')
            ? records.length > 0 && strays.length === 0
            : strays.length > 0;
          return right ? undefined : seen(told, ...records, ...strays, history.ended('T'));
        },
      ),
    ],
  },

  'by-whatever-route-it-came': {
    loud: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', [{ gate: 'a' }]);
      await lab.quiesce();
      lab.submit('B', [{ note: 'in' }, { throw: 'EB' }], { unread: true, priority: 0 });
      lab.submit('C', [{ note: 'in' }, { throw: 'EC' }], { unread: true, priority: 9 });
      await lab.quiesce();
      lab.open('a');
      await lab.quiesce();
    },
    premise: (history) => ({ 'B threw': threw(history, 'B'), 'C threw': threw(history, 'C') }),
    claims: [
      claim('one record of the hook carries each error, and the platform reports neither', (history) =>
        forEach(['B', 'C'], (task) => {
          const told = (what: 'diagnostic' | 'stray') =>
            history.all(what).filter(({ value }) => reaches(value, `E${task}`));
          const [records, strays] = [told('diagnostic'), told('stray')];
          return records.length === 1 && strays.length === 0
            ? undefined
            : seen(
                `${records.length} records of the hook and ${strays.length} unhandled rejections carried E${task}`,
                ...records,
                ...strays,
                history.ended(task),
              );
        }),
      ),
    ],
  },

  'a-failing-listener-is-reported': {
    loud: true,
    workload: async (lab) => {
      await listening(lab, 'T1', () => {
        throw new Error('E1');
      });
      await listening(lab, 'T2', async () => {
        throw new Error('E2');
      });
    },
    absent: failsAlone('L1 of T1'),
    premise: (history) => ({
      'L1 of T1 threw': failedListener(history, 'T1', 'E1'),
      'the promise of L1 of T2 was rejected': failedListener(history, 'T2', 'E2'),
    }),
    claims: [
      claim('each is reported', (history, context) =>
        firstOf(reportedOnce('E1').contradiction(history, context), reportedOnce('E2').contradiction(history, context)),
      ),
    ],
  },
};

export const isolation: Cases = { ...alone, ...observed };
