import {
  claim,
  type Context,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  missing,
  seen,
} from '../../harness/index.ts';
import { type Cases } from './claims.ts';
import { accepted, granted, names, waits } from './facts.ts';

const four = ['B', 'C', 'D', 'E'] as const;
/** Within so many releases everybody is served, in whatever order. */
const releases = 100;

/** Whoever of the four has been granted gives back at once, until nothing changes any more. */
async function passAlong(lab: Lab, returned: Set<string>): Promise<void> {
  for (let next = due(lab, returned); next !== undefined; next = due(lab, returned)) {
    returned.add(next);
    lab.resources.release(next);
    await lab.quiesce();
  }
}

const due = (lab: Lab, returned: ReadonlySet<string>): string | undefined =>
  four.find((holder) => lab.resources.granted(holder) && !returned.has(holder));

/** A gives back and asks again in the same turn, over and over, as a busy loop does. */
async function busyLoop(lab: Lab): Promise<void> {
  const returned = new Set<string>();
  for (let round = 1; round <= releases && returned.size < four.length; round++) {
    lab.resources.release(`A${round}`);
    lab.resources.acquire('R', `A${round + 1}`);
    await lab.quiesce();
    await passAlong(lab, returned);
    if (!lab.resources.granted(`A${round + 1}`)) return;
  }
}

/** The order of these events, and of the names that it should have been. */
const inOrder = (found: readonly Event[], expected: readonly string[], what: string) => {
  const order = found.map(({ task }) => task ?? '');
  return order.join() === expected.join() ? undefined : seen(`the ${what} were ${names(order)}`, ...found);
};

const happened = (history: History, what: 'start' | 'resource.acquire', tasks: readonly string[]): readonly Event[] =>
  history.events.filter(
    (event) =>
      event.what === what && event.kind === (what === 'start' ? 'saw' : 'ok') && tasks.includes(event.task ?? ''),
  );

const servedInTurn = (history: History, { dialect }: Context) => {
  const grants = happened(history, 'resource.acquire', four);
  const unserved = forEach(four, (holder) =>
    missing(granted(history, holder), `${holder} was not served within ${releases} releases`, history.last),
  );
  if (dialect.is('fairness', 'barging')) return unserved;
  const again = granted(history, 'A2');
  const last = granted(history, 'E');
  const overtakes =
    again && (!last || again.seq < last.seq)
      ? seen('A was granted again while others waited since before', again)
      : undefined;
  return firstOf(overtakes, unserved, inOrder(grants, four, 'grants'));
};

const startedInTurn = (history: History, { dialect }: Context) => {
  const starts = happened(history, 'start', four);
  const unserved = forEach(four, (task) => missing(history.started(task), `${task} never started`, history.last));
  return firstOf(unserved, dialect.is('fairness', 'barging') ? undefined : inOrder(starts, four, 'starts'));
};

const queueUp = async (lab: Lab, priorities: readonly (number | undefined)[]): Promise<void> => {
  await lab.coordinator({ concurrency: 1 });
  lab.submit('A', [{ gate: 'A' }]);
  await lab.quiesce();
  for (const [index, task] of four.entries()) {
    const priority = priorities[index];
    lab.submit(task, [{ gate: task }], priority === undefined ? {} : { priority });
    await lab.quiesce();
  }
  await lab.quiesce('queued');
  lab.open('A');
  await lab.quiesce();
  for (let turn = 0; turn < four.length; turn++) {
    const running = four.find((task) => lab.history.started(task) && !lab.history.ended(task));
    if (running !== undefined) lab.open(running);
    await lab.quiesce();
  }
};

const allWaited = (history: History) => ({
  'A ran': history.before('queued').standsAt('A', 'A'),
  'the four were accepted and had not started': four.every(
    (task) => accepted(history, task) && !history.before('queued').started(task),
  ),
});

const heldAndWaitedFor = (history: History) => ({
  'A held the lease': granted(history.before('waiting'), 'A1'),
  'B, C, D and E waited': four.every((holder) => waits(history.before('waiting'), holder)),
});

/** REL-14: who came first, or has more weight, is served first. */
export const order: Cases = {
  'waiters-for-a-lock': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'lock', { limit: 1 });
      lab.resources.acquire('R', 'A1');
      await lab.quiesce();
      for (const holder of four) {
        lab.resources.acquire('R', holder);
        await lab.quiesce();
      }
      await lab.quiesce('waiting');
      await busyLoop(lab);
    },
    premise: heldAndWaitedFor,
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('fairness', 'barging')
            ? `each of B, C, D and E is served within ${releases} releases`
            : 'B, C, D and E are granted in this order, and A not again before E',
        servedInTurn,
      ),
    ],
  },

  'waiters-for-a-lock-by-priority': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'lock', { limit: 1 });
      lab.resources.acquire('R', 'A1');
      await lab.quiesce();
      for (const [index, holder] of four.entries()) {
        lab.resources.acquire('R', holder, { priority: index % 2 === 0 ? 1 : 9 });
        await lab.quiesce();
      }
      await lab.quiesce('waiting');
      lab.resources.release('A1');
      await lab.quiesce();
      await passAlong(lab, new Set());
    },
    premise: heldAndWaitedFor,
    claims: [
      claim('C and E, of priority 9, are granted before B and D, of priority 1', (history) =>
        inOrder(happened(history, 'resource.acquire', four), ['C', 'E', 'B', 'D'], 'grants'),
      ),
    ],
  },

  'waiters-for-a-slot': {
    workload: (lab) => queueUp(lab, []),
    premise: allWaited,
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('fairness', 'barging') ? 'each of B, C, D and E starts' : 'B, C, D and E start in this order',
        startedInTurn,
      ),
    ],
  },

  'greater-priority-first-then-fifo': {
    workload: (lab) => queueUp(lab, [1, 9, 1, 9]),
    premise: allWaited,
    claims: [
      claim('C and E, of priority 9, start before B and D, of priority 1', (history) =>
        inOrder(happened(history, 'start', four), ['C', 'E', 'B', 'D'], 'starts'),
      ),
    ],
  },
};
