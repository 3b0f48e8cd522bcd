import { createHook } from 'node:async_hooks';
import type { Inbox } from './channel.ts';

/** Resources that settle nothing by themselves, or keep the event loop alive in any case. */
const irrelevant: ReadonlySet<string> = new Set(['PROMISE', 'TickObject', 'Microtask', 'Immediate', 'FILEHANDLE']);

/** Watches for the moment in which nothing is left that could settle what is in flight. */
export interface DryWatch {
  /** From now on a dry event loop is reported. `ledger`: timers and handles that do not keep it alive count too. */
  begin(ledger: boolean): void;
  end(): void;
}

/**
 * The platform tells by `beforeExit` that nothing keeps the event loop alive. A timer that was unref'd, such as that of
 * `AbortSignal.timeout`, could still settle everything, so a ledger of live resources is asked first: while there is
 * one, the inbox keeps the loop alive; when the last one is gone, it lets go. In virtual time such timers are no
 * timers of the platform, and the ledger, which slows every promise, stays off.
 */
export function watchForDry(inbox: Inbox, report: () => void): DryWatch {
  const alive = new Set<number>();
  let watching = false;
  const hook = createHook({
    init(id, type) {
      if (!irrelevant.has(type)) alive.add(id);
    },
    destroy(id) {
      if (alive.delete(id) && alive.size === 0 && watching) inbox.hold(false);
    },
  });
  process.on('beforeExit', () => {
    if (!watching) return;
    inbox.hold(true);
    if (alive.size === 0) report();
  });
  return {
    begin(ledger) {
      watching = true;
      inbox.hold(false);
      if (ledger) hook.enable();
    },
    end() {
      watching = false;
      hook.disable();
      alive.clear();
      inbox.hold(true);
    },
  };
}
