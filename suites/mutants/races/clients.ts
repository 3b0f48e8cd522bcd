import type { Listener, Unsubscribe } from '../../../harness/index.ts';
import type { Task, Told } from '../../reference/core.ts';
import { hops } from '../../reference/hops.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Attaches some hops later, and keeps some of what happened before from the client. */
function later(
  count: number,
  attach: (listener: Listener) => Unsubscribe,
  listener: Listener,
  missed: (event: Told) => boolean,
): Unsubscribe {
  let [left, live]: [boolean, boolean] = [false, false];
  let undo: Unsubscribe = () => undefined;
  void hops(count).then(() => {
    if (!left) undo = attach((event) => (live || !missed(event as Told) ? listener(event) : undefined));
    live = true;
    if (left) undo();
  });
  return () => {
    left = true;
    undo();
  };
}

/** Errors of deliveries, by task. */
const failures = new WeakMap<Task, unknown>();

function remember(task: Task, answer: unknown): unknown {
  if (answer instanceof Promise) answer.catch((error: unknown) => failures.set(task, error));
  return answer;
}

/** Faults around clients that come late, leave, fail, dawdle or vanish. */
export const clients: readonly Mutant[] = [
  ...faultsOf('RAC-06', {
    'looked-up-and-then-registered': {
      fault:
        'subscribe() reads the state, awaits a lookup, then registers the listener of a task it saw alive, without the terminal event of one that ended meanwhile',
      trips: ['RAC-07', 'RAC-25'],
      parts: (p) => ({
        ...p,
        attach: (core, task, listener, after) =>
          task.outcome
            ? p.attach(core, task, listener, after)
            : later(
                2,
                (to) => p.attach(core, task, to, after),
                listener,
                ({ terminal }) => terminal,
              ),
      }),
    },
  }),
  ...faultsOf('RAC-06', {
    'nothing-for-the-late': {
      fault: 'who subscribes to a task that has ended is put on its list and told nothing',
      trips: [],
      parts: (p) => ({
        ...p,
        attach: (core, task, listener, after) =>
          task.outcome && !task.holds ? () => undefined : p.attach(core, task, listener, after),
      }),
    },
  }),
  ...faultsOf('RAC-07', {
    'copied-and-then-listed': {
      fault:
        'subscribe() copies the history, awaits one hop, hands the copy out and only then adds the live subscription; a terminal event that came meanwhile is handed out, progress is not',
      trips: [],
      parts: (p) => ({
        ...p,
        attach: (core, task, listener, after) => {
          const copy = new Set(task.log);
          const missed = (event: Told) => !event.terminal && !copy.has(event);
          return later(1, (to) => p.attach(core, task, to, after), listener, missed);
        },
      }),
    },
  }),
  ...faultsOf('RAC-08', {
    'one-array-for-all': {
      fault: 'the clients are kept in one array that the broadcast iterates while unsubscribe splices it',
      trips: ['RAC-10', 'RAC-25'],
      parts: (p) => ({
        ...p,
        unlist: (_core, list, entry) => ((list as unknown[]).splice(list.indexOf(entry), 1), list),
      }),
    },
    'one-array-for-the-stream-of-all': {
      fault: 'the listeners to all tasks are kept in one array, which an unsubscribe splices while it is being told',
      trips: [],
      parts: (p) => ({
        ...p,
        unlist: (core, list, entry) =>
          list === core.listeners
            ? ((list as unknown[]).splice(list.indexOf(entry), 1), list)
            : p.unlist(core, list, entry),
      }),
    },
    'no-leaving-during-a-broadcast': {
      fault: 'an unsubscribe that is called while a broadcast is running is ignored',
      trips: ['RAC-10'],
      parts: (p) => ({ ...p, unlist: (core, list, entry) => (core.delivering ? list : p.unlist(core, list, entry)) }),
    },
  }),
  ...faultsOf('RAC-09', {
    'called-outside-any-try': {
      fault: 'the broadcast calls listeners outside any try: a throw goes on into emit() or into the settlement',
      trips: [],
      parts: (p) => ({
        ...p,
        broadcast: (_core, listeners, event) => {
          for (const listener of listeners) listener(event);
        },
      }),
    },
    'failed-delivery-remembered': {
      fault: "a delivery that rejects is remembered, and the task's next emit() or settlement throws its error",
      trips: [],
      parts: (p) => ({
        ...p,
        attach: (core, task, listener, after) =>
          p.attach(core, task, (event) => remember(task, listener(event)), after),
        emit: (core, task, type, data) => {
          if (failures.has(task)) throw failures.get(task);
          return p.emit(core, task, type, data);
        },
      }),
    },
  }),
  ...faultsOf('RAC-09', {
    'one-broken-all-ended': {
      fault: 'a connection that breaks takes the streams of all clients of its task with it',
      trips: [],
      parts: (p) => ({
        ...p,
        depart: (core, task, stream, how) => {
          p.depart(core, task, stream, how);
          if (how === 'dropped') for (const other of task?.clients ?? []) other.end();
        },
      }),
    },
  }),
  ...faultsOf('RAC-10', {
    'unbounded-buffer': {
      fault: 'events for a client that does not read are appended to an array without limit',
      trips: [],
      parts: (p) => ({
        ...p,
        push: (core, stream, event) => (stream.paused ? void stream.buffer.push(event) : p.push(core, stream, event)),
      }),
    },
    'silent-overflow': {
      fault: 'on overflow every further event is dropped, the terminal event too, and no mark is left',
      dialect: { 'client.slow': 'drop-newest' },
      trips: [],
      parts: (p) => ({
        ...p,
        push: (core, stream, event) => {
          if (stream.buffer.length < core.settings.buffer) p.push(core, stream, event);
        },
      }),
    },
    'waits-for-the-slowest': {
      fault: 'emit() waits until the slowest client has taken the event',
      trips: [],
      parts: (p) => ({ ...p, held: (_core, task) => Promise.all(task.clients.map((stream) => stream.room(1))) }),
    },
  }),
  ...faultsOf('RAC-11', {
    'only-a-goodbye-counts': {
      fault: 'only close() removes a client; a dropped connection stays in the list',
      trips: [],
      parts: (p) => ({
        ...p,
        depart: (core, task, stream, how) => {
          if (how === 'closed') p.depart(core, task, stream, how);
        },
      }),
    },
  }),
];
