import {
  claim,
  type Contradiction,
  describe,
  type Event,
  type History,
  type Lab,
  type Program,
  seen,
  type TaskEvent,
} from '../../harness/index.ts';
import type { Cases } from './facts.ts';

const tasks = ['T1', 'T2', 'T3', 'T4', 'T5'] as const;
const hour = 3_600_000;
const day = 24 * hour;

const twenty: Program = [
  ...Array.from({ length: 10 }, (_, index) => ({ emit: { type: 'step', data: index } })),
  { gate: 'g' },
  ...Array.from({ length: 10 }, (_, index) => ({ emit: { type: 'step', data: 10 + index } })),
];

/** Five tasks with a client each; the gate is in the middle of what they have to say. */
async function five(lab: Lab, atTheGate?: () => void): Promise<void> {
  await lab.coordinator();
  for (const task of tasks) {
    lab.submit(task, twenty);
    lab.subscribe(`client of ${task}`, task);
  }
  await lab.quiesce('half');
  atTheGate?.();
  await lab.advance(10);
  lab.open('g');
  await lab.quiesce();
}

/** OBS-02: what an event says of its order and its time. */
export const stamps: Cases = {
  'ids-increase-strictly': {
    workload: (lab) => five(lab, () => lab.own.setBack(hour)),
    premise: (history, { mode }) => ({
      'two events of each task arrived': tasks.every((task) => eventsOf(history, task).length > 1),
      'some arrived before and some after the wall clock was set back':
        mode !== 'virtual' || (history.before('half').all('event').length > 0 && history.after('half').all('event')[0]),
    }),
    claims: [
      claim('every event has an id', (history) => nameless(history)),
      claim('the ids of the events of a task increase strictly', (history) => disorder(history)),
    ],
  },

  'timestamps-have-a-standard-form': {
    workload: (lab) => five(lab, () => lab.own.clock()),
    premise: (history) => ({ 'two events arrived': history.all('event')[1] }),
    claims: [
      claim(
        'every event has a time as RFC 3339, or as an epoch number in seconds or milliseconds, within a day of now',
        (history) => odd(history),
      ),
    ],
  },
};

/** Those that one listener got of the task, in the order of arriving. */
function eventsOf(history: History, task: string): readonly Event[] {
  const all = history.delivered(task);
  return all.filter(({ who }) => who === all[0]?.who);
}

const idOf = ({ value }: Event): TaskEvent['id'] => (value as TaskEvent).id;

function nameless(history: History): Contradiction | undefined {
  const found = history.all('event').find((event) => idOf(event) === undefined || idOf(event) === '');
  return found && seen(`${describe(found.value)} has none`, found);
}

/** Compared as numbers where all are numbers, also as text: 10 comes after 9. */
function disorder(history: History): Contradiction | undefined {
  for (const task of tasks) {
    const events = eventsOf(history, task);
    const numeric = events.every((event) => /^-?\d+(\.\d+)?$/.test(String(idOf(event))));
    const key = (event: Event): number | string => (numeric ? Number(idOf(event)) : String(idOf(event)));
    const at = events.findIndex((event, index) => index > 0 && key(event) <= key(events[index - 1] ?? event));
    const [former, later] = [events[at - 1], events[at]];
    if (former && later)
      return seen(
        `${describe(idOf(later))} came after ${describe(idOf(former))} in the events of ${task}`,
        former,
        later,
      );
  }
  return undefined;
}

const standard = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Milliseconds since the epoch; nothing where the form is none of the two. */
function timeOf(at: TaskEvent['at']): number | undefined {
  if (typeof at === 'string') return standard.test(at) ? Date.parse(at) : undefined;
  return typeof at === 'number' && at > 1e11 ? at : typeof at === 'number' ? at * 1000 : undefined;
}

function odd(history: History): Contradiction | undefined {
  const now = Number(history.all('kit.clock')[0]?.value);
  for (const event of history.all('event')) {
    const { at } = event.value as TaskEvent;
    const time = timeOf(at);
    if (time === undefined || Math.abs(time - now) > day)
      return seen(`${describe(event.value)} has the time ${describe(at)}`, event);
  }
  return undefined;
}
