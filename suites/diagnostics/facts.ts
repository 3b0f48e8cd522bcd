import type {
  Call,
  Conduct,
  Diagnostic,
  Event,
  History,
  Lab,
  Program,
  Snapshot,
  TaskEvent,
} from '../../harness/index.ts';

/** Cases of one theme, by name. */
export type Cases = Readonly<Record<string, Conduct>>;

/** The library's own id of a task; the kit's name where it has none. */
export function idOf(history: History, task: string): string {
  const id = history.all('submit', task, 'ok')[0]?.value;
  return typeof id === 'string' ? id : task;
}

/** The coordinator has taken the task on. */
export const isAccepted = (history: History, task: string): boolean => history.all('submit', task, 'ok').length > 0;

/** The call returned: its promise, if it answered one, has not rejected. */
export const returned = (call: Call | undefined): Event | undefined =>
  call?.answer?.kind === 'fail' ? undefined : call?.invoke;

/** The body had begun and not ended at that rest. */
export const lived = (history: History, mark: string, task: string): Event | undefined => {
  const before = history.before(mark);
  return before.ended(task) ? undefined : before.started(task);
};

/** What was asked for in the look of that mark: of all, or of one task. */
export function shown(history: History, mark: string, task?: string): Snapshot {
  const asked = history.before(mark).calls('query');
  const last = asked.findLast(({ invoke, answer }) => invoke.task === task && answer?.kind === 'ok');
  return (last?.answer?.value as Snapshot | undefined) ?? {};
}

/** Asks what is listed and counted, and for the state of these tasks; at rest, and rests. */
export async function lookAt(lab: Lab, mark: string, ...tasks: readonly string[]): Promise<void> {
  lab.query();
  for (const task of tasks) lab.query(task);
  await lab.quiesce(mark);
}

/** What a line of the log says. */
export const recordOf = ({ value }: Event): Diagnostic => value as Diagnostic;

/** The event with which the look of that mark answered. */
export const look = (history: History, mark: string, task?: string): Event | undefined =>
  history
    .before(mark)
    .calls('query')
    .findLast(({ invoke }) => invoke.task === task)?.answer;

/** Anything that can be reached from a value by the properties in which errors carry other errors. */
export function reached(value: unknown, depth = 5): readonly unknown[] {
  if (value === null || typeof value !== 'object' || depth === 0) return [value];
  const held = value as Readonly<Record<string, unknown>>;
  const within = places.flatMap((place) => (place in held ? [held[place]] : []));
  return [
    value,
    ...within.flatMap((one) => (Array.isArray(one) ? one : [one])).flatMap((one) => reached(one, depth - 1)),
  ];
}

const places = ['cause', 'errors', 'error', 'reason', 'suppressed', 'data', 'exceptions'] as const;

export const typeOf = (event: Event | undefined): string => String((event?.value as TaskEvent | undefined)?.type);

/** Waits at a gate; its cleanup waits at another. */
export const cleansUp = (gate: string, fin: string): Program => [
  { try: { body: [{ gate }], finally: [{ gate: fin }] } },
];

/** Hears nothing until the gate is opened. */
export const deaf = (gate: string): Program => [{ deaf: [{ gate }] }];
