import { setImmediate as turn } from 'node:timers/promises';
import type { TaskCoordinator } from './mended.ts';
import type { TaskNews } from './mended-stream.ts';

/** Lets everything happen that needs no time. */
export const rest = (): Promise<void> => turn();

/** A client for tests that keeps the types of the events it was sent. */
export function recorder(): { readonly types: string[]; deliver(event: { readonly type: string }): void } {
  const types: string[] = [];
  return { types, deliver: (event) => void types.push(event.type) };
}

/** A body for tests: waits until it is told to end, cleans up, and passes the cancellation on. */
export function waiting(journal: string[] = []) {
  return async (signal: AbortSignal): Promise<unknown> => {
    journal.push('start');
    try {
      return await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    } finally {
      journal.push('cleanup');
    }
  };
}

/** A body that is told nothing, and the way to let it return. */
export const deaf = (): { readonly body: () => Promise<unknown>; readonly open: (value: unknown) => void } => {
  let open: (value: unknown) => void = () => undefined;
  const door = new Promise((resolve) => (open = resolve));
  return { body: () => door, open };
};

/** All that a coordinator tells from now on. */
export function watched(tasks: TaskCoordinator): TaskNews[] {
  const seen: TaskNews[] = [];
  tasks.subscribe((news) => seen.push(news));
  return seen;
}

export const types = (seen: readonly TaskNews[]): readonly string[] => seen.map(({ type }) => type);
