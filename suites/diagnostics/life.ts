import {
  claim,
  type Context,
  type Contradiction,
  type Event,
  type History,
  type Lab,
  type Program,
  seen,
} from '../../harness/index.ts';
import { type Cases, idOf, isAccepted, shown, typeOf } from './facts.ts';

/** How each task is to end, in turn. */
const ways = ['returns', 'throws', 'is cancelled', 'is cancelled waiting', 'runs out of time'] as const;
const tasks = Array.from({ length: 20 }, (_, index) => `T${index + 1}`);
const wayOf = (task: string) => ways[(Number(task.slice(1)) - 1) % ways.length] ?? 'returns';
const watched = tasks.filter((_, index) => index % 2 === 0);

/** OBS-01: every task tells its life. */
export const life: Cases = {
  'accepted-started-ended-add-up': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      for (const task of tasks) {
        lab.submit(task, program(task), wayOf(task) === 'runs out of time' ? { timeout: 50 } : {});
        if (watched.includes(task)) lab.subscribe(`client of ${task}`, task);
      }
      await lab.quiesce();
      for (const task of running(lab.history)) lab.query(task);
      for (const task of waiting(lab.history)) lab.query(task);
      await lab.quiesce('looked');
      for (const task of waiting(lab.history)) if (wayOf(task) === 'is cancelled waiting') lab.cancel(task);
      await lab.quiesce();
      for (let round = 0; round < tasks.length && running(lab.history).length > 0; round++) await letEnd(lab);
      await lab.read('read', ...tasks);
    },
    premise: (history) => ({
      'bodies returned and threw': endedAs(history, 'returned') && endedAs(history, 'threw'),
      'a task had an event, or a look at it an answer': history.find(
        ({ what, kind, task }) => (what === 'event' || (what === 'query' && kind === 'ok')) && task !== undefined,
      ),
    }),
    claims: [
      claim('the tasks that are shown as started are those whose bodies have begun', (history) => starts(history)),
      claim(
        'every accepted task has exactly one terminal record, which names it and says how it ended',
        (history, context) => records(history, context),
      ),
    ],
  },
};

function program(task: string): Program {
  const gate = `g ${task}`;
  return wayOf(task) === 'throws' ? [{ gate }, { throw: 'wrong' }] : [{ gate }, { return: task }];
}

const running = (history: History): readonly string[] =>
  tasks.filter((task) => history.started(task) && !history.ended(task));
const waiting = (history: History): readonly string[] =>
  tasks.filter((task) => isAccepted(history, task) && !history.started(task) && !history.result(task));

/** Ends those that run, each in its way: a limit is let pass, everybody else gets the gate or a cancel. */
async function letEnd(lab: Lab): Promise<void> {
  for (const task of running(lab.history)) {
    if (wayOf(task) === 'is cancelled') lab.cancel(task);
    else if (wayOf(task) !== 'runs out of time') lab.open(`g ${task}`);
  }
  await lab.quiesce();
  if (!running(lab.history).some((task) => wayOf(task) === 'runs out of time')) return;
  await lab.advance(50);
  for (const task of running(lab.history)) lab.open(`g ${task}`);
  await lab.quiesce();
}

const endedAs = (history: History, how: string): Event | undefined =>
  history.find(({ what, value }) => what === 'end' && value === how);

/** By its events; where no event says "started", by the states that were shown while bodies stood at their gates. */
function starts(history: History): Contradiction | undefined {
  const events = history
    .all('event')
    .filter((event) => /^(?:task[\W_]?)?(?:start|begin|began|running|active)/i.test(typeOf(event)));
  const told = events.length > 0;
  const before = told ? history : history.before('looked');
  const begun = tasks.filter((task) => before.started(task));
  const said = new Set(events.map(({ task }) => task));
  const isShown = (task: string): boolean =>
    told ? said.has(task) : /run|start|active|progress|exec/i.test(shown(history, 'looked', task).state ?? '');
  const hidden = begun.find((task) => !isShown(task) && (told || !before.ended(task)));
  const made = tasks.find((task) => isShown(task) && !begun.includes(task));
  if (hidden) return seen(`the body of ${hidden} began, and nothing showed it`, history.started(hidden));
  return made === undefined
    ? undefined
    : seen(
        `${made} was shown as started, and its body had not begun`,
        events.find(({ task }) => task === made) ?? history.mark('looked'),
      );
}

/** Where the end of a task can be read: in what clients got, else in what was asked for at the end. */
function records(history: History, { offer }: Context): Contradiction | undefined {
  for (const task of tasks.filter((one) => isAccepted(history, one))) {
    const terminal = history.terminal(task);
    const listeners = listenersOf(history, task);
    for (const client of listeners) {
      const own = terminal.filter(({ who }) => who === client);
      if (own.length !== 1) return amiss(history, task, `${client} got ${own.length} terminal events`, own);
    }
    const odd = terminal.find((event) => isMistaken(history, task, event));
    if (odd) return amiss(history, task, `the end is told as "${typeOf(odd)}"`, [odd]);
    if (listeners.length > 0) continue;
    const told = history.all('query', task, 'ok').some((event) => history.endingOf(event, 'query') != null);
    const late = terminal.some(({ who }) => who?.startsWith('late '));
    if (!(offer.query && told) && !late) return amiss(history, task, 'nothing tells the end', []);
  }
  return undefined;
}

/** A body that returned or threw by itself is told as completed, or not: finer words are another matter. */
const isMistaken = (history: History, task: string, event: Event): boolean =>
  ['returns', 'throws'].includes(wayOf(task)) &&
  (history.endingOf(event, 'events') === 'completed') !== (wayOf(task) === 'returns');

const amiss = (history: History, task: string, what: string, events: readonly Event[]): Contradiction =>
  seen(`${what} of ${idOf(history, task)}, a task that ${wayOf(task)}`, ...events, history.last);

/** Who was listening to the task while it lived, of those who can be: a library may only have clients that pull. */
function listenersOf(history: History, task: string): readonly string[] {
  const clients = new Set(history.all('event').map(({ who }) => who ?? ''));
  const wide = tasks.filter((one) => history.delivered(one, 'watcher').length > 0).length > watched.length;
  const own = `client of ${task}`;
  return [...(wide ? ['watcher'] : []), ...(clients.has(own) || (wide && watched.includes(task)) ? [own] : [])];
}
