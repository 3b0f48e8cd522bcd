import {
  claim,
  type Contradiction,
  describe,
  type Diagnostic,
  type Event,
  type History,
  type Json,
  type Program,
  seen,
  type TaskEvent,
} from '../../harness/index.ts';
import { type Cases, reached } from './facts.ts';

const thrown: Program = [{ gate: 'g' }, { throw: { value: 'boom', cause: 'root' } }];
const plainObject = { code: 7 };

/** OBS-03: what went wrong can be found from what is reported. */
export const causes: Cases = {
  'error-and-cause-are-reachable': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', thrown);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      await lab.read('read', 'T');
    },
    premise: (history) => failed(history, 'T'),
    claims: [
      claim('the rejection is, or leads to, the error "boom", and its cause is the error "root"', (history) =>
        lost(history),
      ),
      claim('every other view that shows an error shows "boom"', (history) => silent(history)),
    ],
  },

  'also-through-two-groups': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ all: [[{ all: [thrown, [{ gate: 'n' }]] }], [{ gate: 'n' }]] }]);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      lab.open('n');
      await lab.quiesce();
    },
    premise: (history) => failed(history, 'T'),
    claims: [
      claim('the rejection is, or leads to, the error "boom", and its cause is the error "root"', (history) =>
        lost(history),
      ),
    ],
  },

  'values-that-are-not-errors-are-kept': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T1', [{ throw: { value: 's' } }]);
      lab.submit('T2', [{ throw: { value: plainObject } }]);
      await lab.quiesce();
    },
    premise: (history) => ({ ...failed(history, 'T1'), ...failed(history, 'T2') }),
    claims: [
      claim(
        'the rejections are, or lead to, the text "s" and the object { code: 7 } that were thrown',
        (history, { offer }) =>
          unlike(history, 'T1', 's', offer.threads !== undefined) ??
          unlike(history, 'T2', plainObject, offer.threads !== undefined),
      ),
    ],
  },
};

/** A part of the task threw, and so did the task. */
const failed = (history: History, task: string) => ({
  [`${task} threw`]: history.find(
    ({ what, value, task: of }) =>
      what === 'end' && value === 'threw' && (of === task || of?.startsWith(`${task}/`) === true),
  ),
  [`the result of ${task} was rejected`]: history.all('result', task, 'fail')[0],
});

const isNamed = (value: unknown, message: string): boolean =>
  value !== null && typeof value === 'object' && 'message' in value && value.message === message;

function lost(history: History): Contradiction | undefined {
  const result = history.result('T');
  const all = reached(result?.value);
  const boom = all.find((value) => isNamed(value, 'boom'));
  const said = `T was rejected with ${describe(result?.value)}`;
  if (!boom) return seen(`${said}, from which "boom" is not reached`, result);
  const cause = (boom as { readonly cause?: unknown }).cause;
  return isNamed(cause, 'root') ? undefined : seen(`${said}; the cause of "boom" is ${describe(cause)}`, result);
}

/** A view need not show an error; one that does shows this one. */
function silent(history: History): Contradiction | undefined {
  const shows = (value: unknown): boolean =>
    reached(value).some((one) => (typeof one === 'string' ? one.includes('boom') : isNamed(one, 'boom')));
  const views: readonly (readonly [Event, unknown])[] = [
    ...history.terminal('T').map((event) => [event, (event.value as TaskEvent).data] as const),
    ...history.all('diagnostic', 'T').map((event) => [event, (event.value as Diagnostic).error] as const),
  ];
  const found = views.find(([, error]) => error instanceof Error && !shows(error));
  return found && seen(`${describe(found[0].value)} shows another error`, found[0]);
}

/** Objects cross threads as copies, and not every boundary carries what is no error. */
function unlike(history: History, task: string, value: Json, elsewhere: boolean): Contradiction | undefined {
  const result = history.result(task);
  const same = (one: unknown): boolean => (elsewhere ? describe(one) === describe(value) : Object.is(one, value));
  return reached(result?.value).some(same)
    ? undefined
    : seen(`${task} threw ${describe(value)}, and was rejected with ${describe(result?.value)}`, result);
}
