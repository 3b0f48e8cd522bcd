import type { Core, Task } from './core.ts';
import { Refused } from './errors.ts';

/** Places: in a slot, in the queue, and in the memory of what has ended. */
export interface SlotParts {
  /** There is a slot in that lane. */
  hasRoom(core: Core, lane: string | undefined): boolean;
  /** The task takes its slot. */
  occupy(core: Core, task: Task): void;
  /** How many count towards the limit of the queue. */
  counted(core: Core): number;
  /** Drops one that waits, to make a place for another. */
  shed(core: Core): void;
  /** Keeps an ended task for those who ask later. */
  remember(core: Core, task: Task): void;
}

/** Each lane has as many slots as the coordinator was opened with; without lanes there is one lane. */
function hasRoom(core: Core, lane: string | undefined): boolean {
  if (core.running.size < core.limit) return true;
  let taken = 0;
  for (const task of core.running) if (task.lane === lane) taken += 1;
  return taken < core.limit;
}

const occupy = (core: Core, task: Task): void => void core.running.add(task);

const counted = (core: Core): number => core.parts.waiting(core);

/** The oldest one goes: it has waited longest, and most likely in vain. */
function shed(core: Core): void {
  const oldest = core.queue.entries.find((task) => !task.outcome);
  const reason = new Refused('FULL', 'dropped for a task that came later');
  if (oldest) core.parts.accept(core, oldest, { kind: 'cancelled', reasons: [reason] });
}

/** Of too many, the oldest one is forgotten. */
function remember(core: Core, task: Task): void {
  core.remembered.push(task);
  if (core.remembered.length <= core.settings.retention) return;
  const oldest = core.remembered.shift();
  if (oldest && core.tasks.get(oldest.id) === oldest) core.tasks.delete(oldest.id);
}

export const slots: SlotParts = { hasRoom, occupy, counted, shed, remember };

/** Somebody who waits may have a slot; without lanes that is one look. */
export const anyRoom = (core: Core): boolean =>
  core.running.size < core.limit ||
  (core.laned && core.queue.entries.some(({ lane }) => core.parts.hasRoom(core, lane)));

/** One more would make too many wait. Those that will start in this turn wait for nobody. */
export function isFull(core: Core): boolean {
  if (core.queueLimit === Number.POSITIVE_INFINITY) return false;
  return core.parts.counted(core) - Math.max(0, core.limit - core.running.size) >= core.queueLimit;
}

/** Lets in whoever waits for a place in the queue, one for each that is free. */
export function letIn(core: Core): void {
  while (core.entrants.length > 0 && !isFull(core)) core.entrants.shift()?.();
}
