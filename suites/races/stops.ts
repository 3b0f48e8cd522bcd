import type { Call, Context, History, Lab } from '../../harness/index.ts';
import { modesOf } from './facts.ts';

/** A way to stop a running task: `cancel`, `cancelAll`, or `shutdown <mode>`. */
export type Stop = string;

/** Shutdown modes in which running tasks are stopped without time having to pass. */
export const stoppingModes = (context: Context): readonly string[] =>
  modesOf(context).filter((mode) => {
    const running = context.dialect.value('shutdown.running', mode);
    return (
      running === 'cancel' ||
      running === 'kill' ||
      (running === 'drain-then-cancel' && context.offer['shutdown.grace'] !== undefined)
    );
  });

/** A force limit that is over only where an interleaving lets this timer fire by itself. */
const forceless = 100_000_000;

/** Every way to stop a running task that is offered. */
export function stopsOf(context: Context): readonly Stop[] {
  const { offer, dialect } = context;
  return [
    ...(offer['cancel.running'] ? ['cancel'] : []),
    ...(offer['cancel.all'] && !dialect.is('cancelAll.scope', 'queued') ? ['cancelAll'] : []),
    ...stoppingModes(context).map((mode) => `shutdown ${mode}`),
  ];
}

/** Stops the task in that way. */
export function stop(lab: Lab, how: Stop, task: string): void {
  if (how === 'cancel') lab.cancel(task);
  else if (how === 'cancelAll') lab.cancelAll();
  else lab.shutdown(how.slice('shutdown '.length), { grace: 0, force: forceless });
}

/** The calls that stop a task, in order of being made. */
export const stopCalls = (history: History, task: string): readonly Call[] =>
  [...history.calls('cancel', task), ...history.calls('cancelAll'), ...history.calls('shutdown')].sort(
    (one, other) => one.invoke.seq - other.invoke.seq,
  );

/** True if that way of stopping was used in this run. */
export const usedIn = (history: History, how: Stop): boolean =>
  how === 'cancel' || how === 'cancelAll'
    ? history.calls(how).length > 0
    : history.calls('shutdown').some(({ invoke }) => invoke.who === how.slice('shutdown '.length));

/** No shutdown has given a task up: its force limit is not over. */
export const unforced = (history: History): boolean => (history.last?.at ?? 0) < forceless;
