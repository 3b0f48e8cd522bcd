import type { Parts, Task } from '../../reference/core.ts';

/** A cancel of a task in the set is answered as accepted, and goes nowhere; `make` gives the parts that fill the set. */
export function absorbing(p: Parts, make: (deaf: Set<Task>) => Partial<Parts>): Parts {
  const deaf = new Set<Task>();
  return { ...p, request: (core, task, reason) => deaf.has(task) || p.request(core, task, reason), ...make(deaf) };
}
