import type { Fixes } from '../../fix.ts';

/** REL-13, REL-15 to REL-18, REL-26: locks, pools and leases. */
export const resourceFixes: Fixes = {
  'REL-13': {
    title: 'Release in a finally around the whole body, and only there',
    effort: 'minutes',
    sketch: `
async function hold<T>(lock: Lock, signal: AbortSignal, body: () => Promise<T>): Promise<T> {
  const release = await lock.acquire(signal);
  try {
    return await body(); // its cleanup included
  } finally {
    release(); // not in an abort listener: the cleanup still needs the lock
  }
}`,
  },
  'REL-15': {
    title: 'Count a resource from the moment its creation begins',
    effort: 'minutes',
    sketch: `
function grow(): void {
  if (alive >= max) return;
  alive += 1; // before the await
  create().then(offer, (error) => {
    alive -= 1; // its place is free again
    waiters.shift()?.reject(error);
    if (waiters.length > 0) grow();
  });
}`,
  },
  'REL-16': {
    title: 'Give back once, in the finally of the use',
    effort: 'minutes',
    sketch: `
async function use<T>(body: (resource: R, signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  const lease = await acquire(signal);
  try {
    return await body(lease.resource, signal);
  } catch (error) {
    if (isBroken(error)) lease.discard();
    throw error;
  } finally {
    lease.release(); // does nothing after discard
  }
}`,
  },
  'REL-17': {
    title: 'Take a waiter off the list before you reject it, and offer what comes late',
    effort: 'minutes',
    sketch: `
const leave = (reason: unknown) => {
  clearTimeout(timer);
  waiters.splice(waiters.indexOf(waiter), 1); // first: a release must not find it
  waiter.reject(reason);
};
timer = setTimeout(leave, ms, new TimeoutError(ms));
signal.addEventListener('abort', () => leave(signal.reason), { once: true });
// A creation that ends later goes to whoever is first now, or to the idle list:
create().then(offer, creationFailed);`,
  },
  'REL-18': {
    title: 'Close in order: refuse, answer the waiters, wait, destroy, clear the timer',
    effort: 'hours',
    sketch: `
async function close(limit?: number): Promise<void> {
  closing = true; // acquire() rejects from here on
  for (const waiter of waiters.splice(0)) waiter.reject(new PoolClosedError());
  for (const resource of idle.splice(0)) destroy(resource);
  const timer = limit === undefined ? undefined : setTimeout(destroyLent, limit);
  try {
    await allDestroyed; // each release destroys what it brings, once
  } finally {
    clearTimeout(timer);
  }
}`,
  },
  'REL-26': {
    title: 'Let each lease remember that it was given back',
    effort: 'minutes',
    sketch: `
function lease(resource?: R): Lease {
  let held = true;
  return {
    resource,
    release() {
      if (!held) return; // or throw: but change nothing
      held = false;
      giveBack(resource);
    },
  };
}`,
  },
  'REL-28': {
    title: 'Undo in one place whatever a wait has set up',
    effort: 'minutes',
    sketch: `
const over = (settle: () => void) => {
  signal?.removeEventListener('abort', abort); // granted, refused or aborted alike
  clearTimeout(timer);
  settle();
};
const waiter = {
  grant: (lease: Lease) => over(() => resolve(lease)),
  refuse: (error: unknown) => over(() => reject(error)),
};`,
  },
};
