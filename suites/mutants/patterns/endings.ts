import type { Crew, End } from '../../reference/crew.ts';

/** Settles when a member of the group has ended in such a way. */
export const ending = (crew: Crew, fits: (end: End) => boolean): Promise<void> =>
  new Promise((resolve) => {
    for (const { ended } of crew.members) {
      void ended.then((end) => {
        // The group looks at the end first.
        queueMicrotask(() => fits(end) && resolve());
      });
    }
  });
