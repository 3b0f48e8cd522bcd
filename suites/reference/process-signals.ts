import type { Core } from './core.ts';

const names = ['SIGTERM', 'SIGINT'] as const;

/** Has the process's signals shut the coordinator down. */
export function listenToProcess(core: Core, shutDown: () => Promise<unknown>): void {
  const orderly = (): void => void shutDown().catch(() => {});
  for (const name of names) {
    process.on(name, orderly);
    core.listening.push(() => process.off(name, orderly));
  }
}

/** A stale handler would shut down the wrong instance. */
export function unlisten(core: Core): void {
  for (const leave of core.listening.splice(0)) leave();
}
