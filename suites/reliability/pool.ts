import {
  claim,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  random,
  seedOf,
  seen,
} from '../../harness/index.ts';
import { atMostAlive, type Cases, destroyedAgain, overpopulated, takenAway, ungrantedBy } from './claims.ts';
import { declined, destroyed, granted, lives, names, populations, reaches, waits } from './facts.ts';

const numbered = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

const twelve = numbered('A', 12);
const six = numbered('A', 6);
const twenty = numbered('U', 20);

/** Gives each granted lease back two rests after it was granted, while creations end in an order of the seed's. */
async function serveAll(lab: Lab): Promise<void> {
  const draw = random(seedOf('slow creations'));
  const since = new Map<string, number>();
  const gates = [...numbered('create ', 12)];
  for (let round = 0; round < 60; round++) {
    const [gate] = gates.splice(Math.floor(draw() * Math.min(3, gates.length)), 1);
    if (gate !== undefined) lab.open(gate);
    await lab.quiesce();
    for (const holder of twelve) {
      if (!lab.resources.granted(holder)) continue;
      const held = (since.get(holder) ?? -1) + 1;
      since.set(holder, held);
      if (held === 2) lab.resources.release(holder);
    }
  }
}

const fullAndWaiting = (history: History): Event | undefined => {
  const [, at] = populations(history, 'R').find(([alive]) => alive >= 3) ?? [];
  return at && twelve.some((holder) => waits(history.before(at), holder)) ? at : undefined;
};

/** REL-15: never more alive than may be. */
const size: Cases = {
  'slow-creations-stay-within-max': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'pool', { limit: 3, slow: true });
      for (const holder of twelve) lab.resources.acquire('R', holder);
      await lab.quiesce();
      await serveAll(lab);
      await lab.quiesce('served');
    },
    premise: (history) => ({ 'three resources were alive while an acquire waited': fullAndWaiting(history) }),
    claims: [
      atMostAlive('R', 3),
      claim('all twelve acquires are granted', (history) =>
        forEach(twelve, (holder) => ungrantedBy(history, holder, 'served')),
      ),
    ],
  },

  'failed-creations-give-their-place-back': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'pool', { limit: 3, failing: 3 });
      for (const holder of six) lab.resources.acquire('R', holder);
      await lab.quiesce();
      const returned = new Set<string>();
      const open = (): boolean => six.some((name) => !returned.has(name) && !declined(lab.history, name));
      for (let round = 0; round < 20 && open(); round++) {
        for (const holder of six.filter((name) => lab.resources.granted(name) && !returned.has(name))) {
          returned.add(holder);
          lab.resources.release(holder);
        }
        await lab.advance(500);
      }
      lab.resources.acquire('R', 'last');
      await lab.quiesce('last');
    },
    premise: (history) => ({
      'three creations failed':
        history.all('resource.create', undefined, 'fail').length >= 3 &&
        history.all('resource.create', undefined, 'fail')[2],
    }),
    claims: [
      atMostAlive('R', 3),
      claim('at most three acquires end with the error of a creation, and all others are granted', (history) => {
        const failed = six.filter((holder) => /^creation \d$/.test(messageOf(declined(history, holder)?.value)));
        if (failed.length > 3)
          return seen(
            `${names(failed)} ended with the error of a creation`,
            ...failed.map((holder) => declined(history, holder)),
          );
        return forEach(six, (holder) => (failed.includes(holder) ? undefined : ungrantedBy(history, holder, 'last')));
      }),
      claim('one more acquire is granted', (history) => ungrantedBy(history, 'last', 'last')),
    ],
  },
};

function messageOf(error: unknown): string {
  const found = numbered('creation ', 3).find((text) => reaches(error, text));
  return found ?? '';
}

const last = ['X1', 'X2'] as const;

/** Two more users, at gates: both have a resource if none was lost. */
async function twoMore(lab: Lab): Promise<void> {
  for (const user of last) lab.resources.use('R', user, [{ gate: 'x' }]);
  await lab.quiesce('last');
}

const bothInside = claim('two more users are inside at once', (history) =>
  forEach(last, (user) =>
    lives(history, user, 'last') ? undefined : seen(`${user} was not inside`, history.mark('last')),
  ),
);

async function useAll(lab: Lab, bodyOf: (user: string) => Program): Promise<void> {
  await lab.coordinator();
  await lab.resources.build('R', 'pool', { limit: 2 });
  for (const user of twenty) lab.resources.use('R', user, bodyOf(user));
  await lab.quiesce('first');
  for (const user of twenty) {
    lab.open(user);
    await lab.quiesce();
  }
  await twoMore(lab);
}

const twoInside = (history: History): boolean => {
  const inside = twenty.filter((user) => lives(history, user, 'first'));
  return inside.length === 2;
};

const fewDestroyed = claim(
  'created less destroyed is at most 2 at every line; each is destroyed once at most, and 20 at most',
  (history) => {
    const gone = destroyed(history, 'R');
    return firstOf(
      overpopulated(history, 'R', 2),
      destroyedAgain(history, 'R'),
      gone.length > 20 ? seen(`${gone.length} were destroyed`, ...gone) : undefined,
    );
  },
);

const notTaken = claim('no resource is lent to two, or destroyed, while its user is inside', (history) =>
  takenAway(history, 'R'),
);

/** Two at a time: both are aborted in their bodies, looked at in their cleanups, and let go, while others wait. */
async function abortAll(lab: Lab): Promise<void> {
  const body = (user: string): Program => [
    { try: { body: [{ gate: `g ${user}` }], finally: [{ gate: `fin ${user}` }] } },
  ];
  for (const user of twenty) lab.resources.use('R', user, body(user), { signal: user });
  await lab.quiesce();
  for (let round = 0; round < twenty.length / 2; round++) {
    const inside = twenty.filter((user) => lives(lab.history, user));
    for (const user of inside) lab.abort(user);
    await lab.quiesce();
    lab.open(...inside.flatMap((user) => [`g ${user}`, `fin ${user}`]));
    await lab.quiesce();
  }
}

/** The user was told, or its use had settled, while its cleanup was at its gate. */
const goneInCleanup = (history: History, user: string): boolean => {
  const opened = history.before(history.find(({ what, who }) => what === 'open' && who === `fin ${user}`));
  const answer = opened.call('resource.use', user)?.answer;
  return opened.journal(user, 'cleanup').length > 0 && (opened.told(user) ?? answer) !== undefined;
};

/** REL-16: what was lent comes back, and is lent again. */
const reuse: Cases = {
  'successful-uses-share-max-resources': {
    workload: (lab) => useAll(lab, (user) => [{ note: 'in' }, { gate: user }, { return: user }]),
    premise: (history) => ({ 'two were inside while a third waited': twoInside(history) }),
    claims: [
      claim('at most two creations', (history) => {
        const made = history.all('resource.create', undefined, 'invoke');
        return made.length > 2 ? seen(`${made.length} creations`, ...made) : undefined;
      }),
      notTaken,
      claim('all twenty uses fulfil', (history) =>
        forEach(twenty, (user) => {
          const answer = history.call('resource.use', user)?.answer;
          return answer?.kind === 'ok'
            ? undefined
            : seen(`the use of ${user} ${answer ? 'was rejected' : 'was still pending'}`, answer ?? history.last);
        }),
      ),
      bothInside,
    ],
  },

  'failing-uses-leak-nothing': {
    workload: (lab) => useAll(lab, (user) => [{ note: 'in' }, { gate: user }, { throw: 'E' }]),
    premise: (history) => ({
      'two were inside while a third waited': twoInside(history),
      'as many users as there are places threw':
        twenty.filter((user) => history.ended(user)?.value === 'threw').length >= 2,
    }),
    claims: [fewDestroyed, notTaken, bothInside],
  },

  'cancelled-uses-leak-nothing': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'pool', { limit: 2 });
      await abortAll(lab);
      await twoMore(lab);
    },
    absent: (history) =>
      twenty.some((user) => history.told(user) ?? goneInCleanup(history, user))
        ? undefined
        : 'the signal of a use ends the wait for a resource only',
    premise: (history) => ({
      'two users were told, or their use settled, while their cleanup ran':
        twenty.filter((user) => goneInCleanup(history, user)).length >= 2,
    }),
    claims: [notTaken, fewDestroyed, bothInside],
  },
};

const discarding = (history: History, holder: string): Event | undefined =>
  history.call('resource.discard', holder)?.invoke;

/** REL-16: what is broken leaves the pool, and its place is for the next. */
const broken: Cases = {
  'a-discarded-resource-leaves-its-place': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'pool', { limit: 1 });
      lab.resources.acquire('R', 'A');
      await lab.quiesce();
      lab.resources.acquire('R', 'B');
      await lab.quiesce('waiting');
      lab.resources.discard('A');
      await lab.quiesce();
      if (!granted(lab.history, 'B')) await lab.advance(1_000);
      await lab.quiesce('discarded');
      lab.resources.discard('B');
      await lab.quiesce();
      lab.resources.acquire('R', 'C');
      await lab.quiesce();
      if (!granted(lab.history, 'C')) await lab.advance(1_000);
      await lab.quiesce('again');
    },
    absent: (history) =>
      granted(history, 'A') && !discarding(history, 'A') ? 'a lease cannot be given back as broken' : undefined,
    premise: (history) => ({
      'B waited while A held': granted(history.before('waiting'), 'A') && waits(history.before('waiting'), 'B'),
      'A gave its lease back as broken': discarding(history, 'A'),
    }),
    claims: [
      claim('B, who waited, is granted once A has discarded what it had', (history) =>
        ungrantedBy(history, 'B', 'discarded'),
      ),
      claim('C, who came when the pool was empty, is granted', (history) =>
        discarding(history, 'B') ? ungrantedBy(history, 'C', 'again') : undefined,
      ),
      claim('what was discarded is destroyed once, and lent to nobody again', (history) => {
        const again = ['B', 'C'].map((holder) => granted(history, holder)).find((grant) => grant?.value === 1);
        return firstOf(
          destroyedAgain(history, 'R'),
          again && seen(`${again.task} was lent resource 1, which A had discarded`, discarding(history, 'A'), again),
          destroyed(history, 'R').some(({ value }) => value === 1)
            ? undefined
            : seen('resource 1 was never destroyed', discarding(history, 'A'), history.last),
        );
      }),
      atMostAlive('R', 1),
    ],
  },
};

export const pool: Cases = { ...size, ...reuse, ...broken };
