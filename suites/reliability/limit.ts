import {
  claim,
  type Conduct,
  type Context,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  random,
  seen,
  seedOf,
} from '../../harness/index.ts';
import { atMostLive, type Cases } from './claims.ts';
import { crowds, heldBack, lives, tasksOf } from './facts.ts';

const bursts = 6;
const perBurst = 10;
const isOurs = (task: string): boolean => /^[TL]\d+$/.test(task);

/** By the number of the task: a third returns after a gate, a third throws after one, the rest does so at once. */
function bodyOf(number: number): Program {
  const kind = number % 6;
  if (kind === 4) return [{ throw: { value: 'at once', sync: true } }];
  if (kind === 5) return [{ return: number }];
  const work: Program = [{ gate: `g${number}` }, kind % 2 === 0 ? { return: number } : { throw: 'late' }];
  return kind < 3 ? [{ try: { body: work, finally: [{ gate: `f${number}` }] } }] : work;
}

/** Names of bodies that live now. */
function living(history: History): readonly string[] {
  return (crowds(history, isOurs).at(-1) ?? []).map(({ task }) => task ?? '').filter((task) => lives(history, task));
}

/** Opens the gates of one to three living bodies, with a rest behind it or not, by the seed. */
async function letGo(lab: Lab, draw: () => number): Promise<void> {
  const alive = living(lab.history);
  for (let count = 1 + Math.floor(draw() * 3); count > 0 && alive.length > 0; count--) {
    const number = alive[Math.floor(draw() * alive.length)]?.slice(1) ?? '';
    lab.open(draw() < 0.5 ? `g${number}` : `f${number}`);
    lab.open(`g${number}`);
  }
  if (draw() < 0.5) await lab.quiesce();
  else await lab.hops(3);
}

/** Opens everything for whoever lives, until nobody does. */
async function drain(lab: Lab, numbers: readonly number[]): Promise<void> {
  lab.open(...numbers.flatMap((number) => [`g${number}`, `f${number}`]));
  await lab.quiesce();
}

async function load(lab: Lab): Promise<void> {
  const draw = random(seedOf('live bodies'));
  const numbers: number[] = [];
  const burst = (count: number, letter: string): void => {
    for (let index = 0; index < count; index++) {
      numbers.push(numbers.length);
      lab.submit(`${letter}${numbers.length - 1}`, bodyOf(numbers.length - 1));
    }
  };
  await lab.coordinator({ concurrency: 3 });
  for (let round = 0; round < bursts; round++) {
    burst(perBurst, 'T');
    await lab.quiesce();
    for (let turn = 0; turn < 4; turn++) await letGo(lab, draw);
  }
  // A body ends in this very turn: its slot is being given back while more arrive.
  lab.open(...living(lab.history).flatMap((task) => [`g${task.slice(1)}`, `f${task.slice(1)}`]));
  await lab.hops(2);
  burst(perBurst, 'L');
  await lab.quiesce();
  await drain(lab, numbers);
}

/** A moment at which as many lived as may, and somebody was kept waiting or turned away. */
function saturated(history: History): Event | undefined {
  // A limiter that starts tasks as they are submitted is full before the first one waits: any later moment will do.
  return crowds(history, isOurs)
    .filter(({ length }) => length >= 3)
    .map((crowd) => crowd.at(-1))
    .find((full) => {
      const until = history.before(full);
      return until.all('submit', undefined, 'invoke').some(({ task }) => heldBack(until, task ?? ''));
    });
}

const three = ['A', 'B', 'C'] as const;

/** REL-07: under load, and with bodies that end in every way of their own. */
export const limit: Cases = {
  'live-bodies-stay-within-the-limit': {
    workload: load,
    premise: (history) => ({
      'three bodies lived while a task was kept waiting or was turned away': saturated(history),
    }),
    claims: [atMostLive(3, isOurs)],
  },

  'limit-one-means-one-after-the-other': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      for (const task of three) lab.submit(task, [{ gate: task }]);
      await lab.quiesce();
      for (let turn = 0; turn < three.length; turn++) {
        const running = three.find((task) => lives(lab.history, task));
        if (running !== undefined) lab.open(running);
        await lab.quiesce();
      }
    },
    premise: (history) => ({
      'one of three tasks has started': three.map((task) => history.started(task)).find(Boolean),
    }),
    claims: [atMostLive(1)],
  },
};

type Held = 'deaf' | 'cleanup';
type Facts = ReturnType<Conduct['premise']>;

const holder: Readonly<Record<Held, Program>> = {
  deaf: [{ deaf: [{ gate: 'end' }] }],
  cleanup: [{ try: { body: [{ gate: 'g' }], finally: [{ gate: 'end' }] } }],
};

const behind: Program = [{ note: 'ran' }, { gate: 'behind' }];
const next = ['B', 'C', 'D'] as const;

/** A was stopped while it lived, and somebody stood behind it. */
function stillHeld(history: History, { dialect }: Context, held: Held, by: 'timeout' | 'cancel'): Facts {
  const until = history.before('held');
  const killed = dialect.is('cancel.delivery', 'kill', 'tell-then-kill');
  return {
    'A was told, or reported, while its body lived':
      (killed || lives(history, 'A', 'held')) && (until.told('A') ?? until.result('A') ?? until.terminal('A')[0]),
    'B was kept waiting or was turned away': heldBack(history.before('waiting'), 'B'),
    'A has ended': history.ended('A'),
    ...(held === 'cleanup'
      ? {
          'its cleanup had begun and not ended':
            until.journal('A', 'cleanup').length > until.journal('A', 'cleaned').length,
        }
      : {}),
    ...(by === 'cancel' ? { 'the cancel call returned': history.call('cancel', 'A')?.invoke } : {}),
  };
}

const keepsItsSlot = (held: Held, by: 'timeout' | 'cancel'): Cases[string] => ({
  ...(by === 'cancel' ? { atEveryHop: true } : {}),
  workload: async (lab) => {
    await lab.coordinator(by === 'timeout' ? { concurrency: 1, timeout: 50 } : { concurrency: 1 });
    lab.submit('A', holder[held], by === 'timeout' ? { timeout: 50 } : {});
    await lab.quiesce();
    lab.submit('B', behind);
    await lab.quiesce('waiting');
    if (by === 'timeout') await lab.advance(50);
    else lab.cancel('A');
    await lab.quiesce();
    lab.submit('C', behind);
    await lab.quiesce('held');
    lab.open('end');
    await lab.quiesce();
    if (['B', 'C'].every((task) => lab.history.call('submit', task)?.answer?.kind === 'fail')) lab.submit('D', behind);
    await lab.quiesce('after');
  },
  premise: (history, context) => stillHeld(history, context, held, by),
  claims: [
    claim(`neither B nor C starts before the ${held === 'deaf' ? 'body' : 'cleanup'} of A has ended`, (history) => {
      const until = history.before(history.ended('A'));
      return forEach(['B', 'C'], (task) => {
        const start = until.started(task);
        return start && seen(`${task} started at ${start.at} ms, beside A`, history.started('A'), start);
      });
    }),
    claim('then exactly one of those that wait starts', (history) => {
      const started = next.flatMap((task) => history.before('after').started(task) ?? []);
      return started.length === 1 ? undefined : seen(`started: ${tasksOf(started)}`, ...started, history.mark('after'));
    }),
  ],
});

/** REL-08: told or reported is not ended. */
export const heldSlots: Cases = {
  'a-deaf-body-past-its-limit-keeps-its-slot': keepsItsSlot('deaf', 'timeout'),
  'a-cleanup-after-the-limit-keeps-its-slot': keepsItsSlot('cleanup', 'timeout'),
  'a-deaf-cancelled-body-keeps-its-slot': keepsItsSlot('deaf', 'cancel'),
  'a-cleanup-after-a-cancel-keeps-its-slot': keepsItsSlot('cleanup', 'cancel'),
};

/** In which order A and B are cancelled, by run. */
const runs = { first: ['B', 'rest', 'A'], second: ['B', 'A'], third: ['A', 'B'] } as const;

/** REL-09, its second case: one slot is left, neither none nor two. */
export const leftSlot: Cases = {
  'cancelling-queued-and-running-leaves-one-slot': {
    atEveryHop: true,
    workload: async (lab) => {
      for (const [run, order] of Object.entries(runs)) {
        await lab.coordinator({ concurrency: 1 });
        for (const task of ['A', 'B', 'C', 'D'])
          lab.submit(`${task} ${run}`, [{ note: 'ran' }, { gate: `${task} ${run}` }]);
        await lab.quiesce(`before ${run}`);
        for (const act of order) {
          if (act === 'rest') await lab.quiesce();
          else lab.cancel(`${act} ${run}`);
        }
        await lab.quiesce(`cancelled ${run}`);
        lab.open(`A ${run}`);
        await lab.quiesce(`A is over ${run}`);
        lab.open(...['C', 'D'].map((task) => `${task} ${run}`).filter((task) => lives(lab.history, task)));
        await lab.quiesce();
      }
    },
    premise: (history) =>
      Object.fromEntries(
        Object.keys(runs).flatMap((run) => {
          const until = history.before(`before ${run}`);
          return [
            [
              `in the ${run} run A stood at its gate and the others had not started`,
              until.standsAt(`A ${run}`, `A ${run}`) &&
                ['B', 'C', 'D'].every((task) => heldBack(until, `${task} ${run}`)),
            ],
            [
              `in the ${run} run both were cancelled`,
              history.call('cancel', `A ${run}`) && history.call('cancel', `B ${run}`)?.invoke,
            ],
          ];
        }),
      ),
    claims: [
      claim('A runs alone, then one of C and D, then the other, and B never', (history) =>
        forEach(Object.keys(runs), (run) => firstOf(outOfTurn(history, run), leftBehind(history, run))),
      ),
    ],
  },
};

function outOfTurn(history: History, run: string) {
  const [a, b] = [`A ${run}`, `B ${run}`];
  const early = history.before(history.ended(a));
  const next = ['C', 'D'].flatMap((task) => history.before(`A is over ${run}`).started(`${task} ${run}`) ?? []);
  return firstOf(
    forEach(['B', 'C', 'D'], (task) => {
      const start = early.started(`${task} ${run}`);
      return start && seen(`${start.task} started while A lived`, start);
    }),
    history.started(b) && seen(`${b} was cancelled in the queue and started`, history.started(b)),
    next.length === 1
      ? undefined
      : seen(`after the end of A started: ${tasksOf(next)}`, ...next, history.mark(`A is over ${run}`)),
  );
}

const leftBehind = (history: History, run: string) =>
  forEach([`C ${run}`, `D ${run}`], (task) =>
    history.started(task) ? undefined : seen(`${task} never started`, history.ended(`A ${run}`) ?? history.last),
  );
