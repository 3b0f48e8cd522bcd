import { type Core, type Task, type Told, without } from './core.ts';
import { Refused } from './errors.ts';
import { subscribe } from './events.ts';
import { Stream } from './stream.ts';

/** Attaches a client that pulls: to one task, whose stream ends with it, or to all. */
export function connect(core: Core, id: string | undefined, after: string | undefined): Stream {
  const task = id === undefined ? undefined : core.tasks.get(id);
  if (id !== undefined && !task) throw new Refused('UNKNOWN', `no task is known as "${id}"`);
  let leave: () => unknown = () => undefined;
  const stream: Stream = new Stream(core.settings, (how) => {
    leave();
    core.parts.depart(core, task, stream, how);
  });
  core.streams.add(stream);
  if (task) {
    task.owner ??= stream;
    task.clients.push(stream);
  }
  leave = listen(core, task, stream, after);
  return stream;
}

function listen(core: Core, task: Task | undefined, stream: Stream, after: string | undefined): () => unknown {
  if (!task) return subscribe(core, (event) => core.parts.push(core, stream, event as Told));
  return core.parts.attach(
    core,
    task,
    (event) => {
      const told = event as Told;
      core.parts.push(core, stream, told);
      if (told.terminal) finishStream(core, task, stream);
    },
    after,
  );
}

/** A stream whose task has ended has nothing more to say, and nobody has to keep it. */
function finishStream(core: Core, task: Task, stream: Stream): void {
  stream.end();
  core.streams.delete(stream);
  forget(task, stream);
}

/** It said goodbye, or vanished. */
export type Departure = 'closed' | 'dropped';

export function depart(core: Core, task: Task | undefined, stream: Stream, how: Departure): void {
  core.streams.delete(stream);
  if (!task) return;
  forget(task, stream);
  if (how === 'dropped' && !task.outcome && !task.stop) core.parts.left(core, task, stream);
}

function forget(task: Task, stream: Stream): void {
  task.clients.splice(0, task.clients.length, ...without(task.clients, stream));
}

export const push = (_core: Core, stream: Stream, event: Told): void => stream.push(event);

/** Where a slow client holds up the task, it waits for room in every buffer that is full. */
export function held({ settings, streams }: Core, task: Task): Promise<unknown> | undefined {
  if (settings.slow !== 'block') return undefined;
  const full = [...new Set([...streams, ...task.clients])].filter(({ buffer }) => buffer.length >= settings.buffer);
  return full.length === 0 ? undefined : Promise.all(full.map((stream) => stream.room(settings.buffer)));
}

/** What the departure of a client means for its task. */
export function left(core: Core, task: Task, stream: Stream): void {
  const { disconnect } = core.settings;
  const last = disconnect === 'cancel-last' && task.clients.length === 0;
  const owner = disconnect === 'cancel-owner' && task.owner === stream;
  if (last || owner) core.parts.request(core, task, undefined);
}

/** Ends every stream, as a shutdown does when it ends. */
export function release(core: Core): void {
  for (const stream of core.streams) stream.end();
  core.streams.clear();
}
