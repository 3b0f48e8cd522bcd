import { createHook } from 'node:async_hooks';
import { real } from '../time/door.ts';
import type { Inbox } from './channel.ts';

/** Resources that settle nothing by themselves, or keep the event loop alive in any case. */
const irrelevant: ReadonlySet<string> = new Set(['PROMISE', 'TickObject', 'Microtask', 'Immediate', 'FILEHANDLE']);

/** Watches for the moment in which nothing is left that could settle what is in flight. */
export interface DryWatch {
  /** From now on a dry event loop is reported. `ledger`: timers and handles that do not keep it alive count too. */
  begin(ledger: boolean): void;
  end(): void;
}

/** How often the ledger is asked while it alone keeps a case from being dry, in ms. */
const askAgain = 20;

/**
 * The platform tells by `beforeExit` that nothing keeps the event loop alive. A timer that was unref'd, such as that of
 * `AbortSignal.timeout`, could still settle everything, so a ledger of live resources is asked first, again and again
 * until it is empty. In virtual time such timers are no timers of the platform, and the ledger, which slows every
 * promise, stays off.
 */
export function watchForDry(inbox: Inbox, report: () => void): DryWatch {
  const alive = new Set<number>();
  let watching = false;
  let own = false;
  const hook = createHook({
    init(id, type) {
      if (!own && !irrelevant.has(type)) alive.add(id);
    },
    destroy(id) {
      alive.delete(id);
    },
  });
  process.on('beforeExit', () => {
    if (!watching) return;
    own = true;
    if (alive.size > 0) real.setTimeout(() => {}, askAgain);
    own = false;
    if (alive.size > 0) return;
    inbox.hold(true);
    report();
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
