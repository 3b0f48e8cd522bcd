import { claim, type Event, forEach, type History, type Lab, seen } from '../../harness/index.ts';
import { type Cases, ungrantedBy } from './claims.ts';
import { granted, names, waits } from './facts.ts';

const permits = 3;
const newcomers = Array.from({ length: 10 }, (_, index) => `N${index + 1}`);
const first = ['A', 'B', 'C', 'D', 'E', 'F'];
const all = [...first, ...newcomers];

/** One gives back and one comes, over and over; then all give back. */
async function comeAndGo(lab: Lab): Promise<void> {
  const back = new Set<string>();
  const giveBack = async (): Promise<boolean> => {
    const holder = all.find((name) => lab.resources.granted(name) && !back.has(name));
    if (holder === undefined) return false;
    back.add(holder);
    lab.resources.release(holder);
    await lab.quiesce();
    return true;
  };
  for (const newcomer of newcomers) {
    await giveBack();
    lab.resources.acquire('R', newcomer);
    await lab.quiesce();
  }
  while (await giveBack());
}

/** Who holds after each grant. */
function holders(history: History): readonly (readonly Event[])[] {
  const holding = new Map<string, Event>();
  const found: Event[][] = [];
  for (const event of history.events) {
    if (event.what === 'resource.release' && event.kind === 'invoke') holding.delete(event.task ?? '');
    if (event.what !== 'resource.acquire' || event.kind !== 'ok') continue;
    holding.set(event.task ?? '', event);
    found.push([...holding.values()]);
  }
  return found;
}

/** REL-13: no more holders than permits, whoever comes and goes. */
export const permitCases: Cases = {
  'a-semaphore-keeps-to-its-permits': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'lock', { limit: permits });
      for (const holder of first) lab.resources.acquire('R', holder);
      await lab.quiesce('full');
      await comeAndGo(lab);
      await lab.quiesce('over');
    },
    premise: (history) => ({
      'the first of six was granted, and all six had asked':
        first.every((name) => waits(history.before('full'), name) ?? granted(history.before('full'), name)) &&
        first.some((name) => granted(history.before('full'), name)),
    }),
    claims: [
      claim(`at most ${permits} hold at any time`, (history) => {
        const crowd = holders(history).find(({ length }) => length > permits);
        return crowd && seen(`${crowd.length} held at once: ${names(crowd.map(({ task }) => task))}`, ...crowd);
      }),
      claim('all sixteen are granted, in any order', (history) =>
        forEach(all, (holder) => ungrantedBy(history, holder, 'over')),
      ),
    ],
  },
};
