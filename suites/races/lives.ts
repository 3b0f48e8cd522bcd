import {
  claim,
  type Context,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  type Race,
  seen,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { atMostOneEnd, viewsAgree } from './claims.ts';
import { modesOf } from './facts.ts';

const limit = 50;
const value = 1;

interface Life {
  readonly program: Program;
  readonly timeout?: number;
  /** How the body ends by itself. */
  readonly end: 'returned' | 'threw';
}

/** Bodies of all kinds, by task: each waits at a gate of its own before it ends. */
const lives: Readonly<Record<string, Life>> = {
  T1: { program: [{ gate: 'T1' }, { return: value }], end: 'returned' },
  T2: { program: [{ gate: 'T2' }, { throw: 'E' }], end: 'threw' },
  T3: { program: [{ deaf: [{ gate: 'T3' }] }, { return: value }], end: 'returned' },
  T4: {
    program: [{ try: { body: [{ gate: 'T4' }, { return: value }], finally: [{ gate: 'fin' }] } }],
    timeout: limit,
    end: 'returned',
  },
  T5: { program: [{ emit: { type: 'n', data: 1 } }, { return: value }], end: 'returned' },
};
const tasks = Object.keys(lives);

const act = (name: string, ready: (lab: Lab) => boolean, doing: (lab: Lab) => void) => ({
  name,
  act: doing,
  possible: ready,
});
const always = (): boolean => true;

/** Everything that can be done to five tasks, each action by an actor of its own. */
const actions = ({ offer, shutdown }: Context) => [
  ...tasks.flatMap((task, index) => {
    const life = lives[task];
    const number = index + 1;
    return [
      act(
        `s${number}`,
        always,
        (lab) => life && lab.submit(task, life.program, life.timeout === undefined ? {} : { timeout: life.timeout }),
      ),
      act(`g${number}`, always, (lab) => lab.open(task)),
      ...(offer['cancel.running']
        ? [
            act(
              `c${number}`,
              (lab) => lab.accepted(task),
              (lab) => lab.cancel(task),
            ),
          ]
        : []),
    ];
  }),
  act('f1', always, (lab) => lab.open('fin')),
  ...(offer['subscribe.late']
    ? [
        act(
          'j1',
          (lab) => lab.accepted('T1'),
          (lab) => lab.join('late', 'T1'),
        ),
      ]
    : []),
  ...(offer['cancel.all'] ? [act('a1', always, (lab) => lab.cancelAll())] : []),
  ...modesOf({ shutdown }).map((mode, index) =>
    act(`x${index + 1}`, always, (lab) => lab.shutdown(mode, { grace: limit, force: 100 * limit })),
  ),
  act('t', always, () => undefined),
];

/** Five tasks live, in any order of anything that can be done to them. */
const wholeLives: Race = {
  name: 'whole-lives',
  generated: true,
  variants: ({ offer }) => ['unlimited', ...(offer.queue ? ['1', '2'] : [])],
  setup: (lab, limit) => lab.coordinator(limit === 'unlimited' ? {} : { concurrency: Number(limit) }),
  actors: (context) => actions(context).map((action) => [action]),
  finish: async (lab) => {
    lab.open(...tasks, 'fin');
    await lab.quiesce();
    await lab.advance(2 * limit);
    await lab.read('views', ...tasks.filter((task) => lab.accepted(task)));
  },
};

/** A life as it must have been, step by step, told from what was done and from what the body journalled. */
function unlike(history: History, task: string, context: Context) {
  const submit = history.call('submit', task);
  const result = history.result(task);
  if (submit?.answer?.kind !== 'ok') return ranThough(history, task);
  if (!result)
    return mayBeKept(history, context) || isDropped(history, task)
      ? undefined
      : seen(`${task} was accepted, and its result is pending`, submit.invoke, history.mark('views'));
  const ending = history.endingOf(result, 'result');
  if (ending === 'refused') return ranThough(history, task);
  const body = history.ended(task);
  const said = `${task} ended as ${String(ending)}`;
  if (ending === 'completed')
    return body?.value === 'returned' && result.value === value
      ? undefined
      : seen(`${said} with ${describe(result.value)}, and its body did not return that`, body, result);
  const threw = lives[task]?.end === 'threw' && body?.value === 'threw';
  return threw || stoppedBy(history, task, result)
    ? undefined
    : seen(`${said}, and nobody had stopped it`, body, result);
}

/** The body of a task that was refused has run. */
function ranThough(history: History, task: string) {
  const start = history.started(task);
  return start && seen(`${task} was refused, and ran`, start);
}

/** Something had stopped the task by then: a cancel, its time limit, or a shutdown. */
function stoppedBy(history: History, task: string, then: Event): boolean {
  const submitted = history.call('submit', task)?.invoke;
  const from = history.after(submitted);
  const calls = [from.call('cancel', task)?.invoke, from.call('cancelAll')?.invoke, history.call('shutdown')?.invoke];
  if (calls.some((call) => call && call.seq < then.seq)) return true;
  const began = lives[task]?.timeout === undefined ? undefined : (history.started(task) ?? submitted);
  return began !== undefined && then.at >= began.at + limit;
}

/** It waited when all were cancelled: whether it is settled then is the matter of that call's own requirements. */
const isDropped = (history: History, task: string): boolean =>
  history.started(task) === undefined &&
  history.after(history.call('submit', task)?.invoke).call('cancelAll') !== undefined;

/** A shutdown may hand waiting tasks back, or keep them: nobody settles their results then. */
const mayBeKept = (history: History, { dialect, shutdown }: Context): boolean =>
  history.call('shutdown') !== undefined &&
  modesOf({ shutdown }).some(
    (mode) =>
      ['return', 'requeue'].includes(dialect.value('shutdown.queued', mode)) ||
      dialect.value('shutdown.reject', mode) === 'kept',
  );

const canStop = (context: Context): boolean =>
  context.offer['cancel.running'] !== undefined || context.offer.timeout !== undefined || modesOf(context).length > 0;

const ended = (history: History): readonly (readonly [string, Event])[] =>
  tasks.flatMap((task) => {
    const result = history.result(task);
    return result ? [[task, result] as const] : [];
  });

/** RAC-15, with everything at once. */
export const wholeLifeCases: Cases = {
  'whole-lives-in-any-order': {
    race: wholeLives,
    premise: (history) => ({
      'a task was accepted': history.all('submit', undefined, 'ok')[0],
      'the views were read': history.mark('views'),
    }),
    covers: {
      'a task was stopped and did not complete, where one can be stopped': (history, context) =>
        !canStop(context) ||
        ended(history).some(
          ([task, result]) => stoppedBy(history, task, result) && history.ending(task) !== 'completed',
        ),
      'a task completed although it was being stopped, where one can be stopped': (history, context) =>
        !canStop(context) ||
        ended(history).some(
          ([task, result]) => stoppedBy(history, task, result) && history.ending(task) === 'completed',
        ),
      'a task threw': (history) => history.ended('T2')?.value === 'threw',
    },
    claims: [
      claim('every task has the end that its body, and what was done to it, lead to', (history, context) =>
        forEach(tasks, (task) => unlike(history, task, context)),
      ),
      claim('no body starts after its task has ended', (history) =>
        forEach(tasks, (task) => {
          const late = history.after(history.result(task)).started(task);
          return late && seen(`${task} started after its result was seen`, history.result(task), late);
        }),
      ),
      atMostOneEnd(...tasks),
      claim('all views of each task agree', (history, context) =>
        firstOf(...tasks.map((task) => viewsAgree(task).contradiction(history, context))),
      ),
    ],
  },
};
