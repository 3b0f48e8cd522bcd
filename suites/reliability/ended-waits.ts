import { claim, firstOf, type History, type Lab, refuted, seen } from '../../harness/index.ts';
import { atMostAlive, type Cases, ungrantedBy } from './claims.ts';
import { acquireText, declined, granted, waits } from './facts.ts';

type Kind = 'lock' | 'pool';

async function held(lab: Lab, kind: Kind): Promise<void> {
  await lab.coordinator();
  await lab.resources.build('R', kind, { limit: 1 });
  lab.resources.acquire('R', 'A');
  await lab.quiesce('held');
}

/** A gives back, then C, for whom D waits: the one permit has to go from hand to hand. */
async function passOn(lab: Lab): Promise<void> {
  lab.resources.release('A');
  await lab.quiesce('A is over');
  lab.resources.release('C');
  lab.resources.acquire('R', 'D');
  await lab.quiesce('C is over');
}

const holds = (history: History) => granted(history.before('held'), 'A');

const unended = (history: History, mark: string) =>
  declined(history.before(mark), 'B')
    ? undefined
    : seen(`the acquire of B ${acquireText(history.before(mark), 'B')}`, granted(history, 'B') ?? history.mark(mark));

const nothingIsLost = claim('C is granted once A has given back, and D once C has', (history) =>
  firstOf(ungrantedBy(history, 'C', 'A is over'), ungrantedBy(history, 'D', 'C is over')),
);

/** A signal that has fired fires no second time. */
const abortedBefore = (kind: Kind): Cases[string] => ({
  workload: async (lab) => {
    await held(lab, kind);
    lab.abort('s');
    lab.resources.acquire('R', 'B', { signal: 's' });
    lab.resources.acquire('R', 'C');
    await lab.quiesce('look');
    await passOn(lab);
  },
  premise: (history) => ({
    'A held the only one': holds(history),
    'the signal was aborted before B came': history.call('abort')?.answer,
    'C waited': waits(history.before('look'), 'C'),
  }),
  claims: [
    claim('the acquire of B has been rejected while A holds', (history) => unended(history, 'look')),
    nothingIsLost,
  ],
});

const endsAtItsLimit = (kind: Kind): Cases[string] => ({
  workload: async (lab) => {
    await held(lab, kind);
    lab.resources.acquire('R', 'B', { timeout: 50 });
    lab.resources.acquire('R', 'C');
    await lab.quiesce('waiting');
    await lab.advance(49);
    await lab.quiesce('at 49');
    await lab.advance(1);
    await lab.quiesce('at 50');
    await passOn(lab);
  },
  premise: (history) => ({
    'A held the only one': holds(history),
    'B and C waited': waits(history.before('waiting'), 'B') && waits(history.before('waiting'), 'C'),
  }),
  claims: [
    claim('the acquire of B, with a limit of 50 ms, is pending at 49 and has been rejected at 50', (history) =>
      firstOf(
        refuted(declined(history.before('at 49'), 'B'), 'it had been rejected at 49 ms'),
        unended(history, 'at 50'),
      ),
    ),
    nothingIsLost,
  ],
});

/** REL-10: a wait for a permit that is over. */
export const permitWaits: Cases = {
  'a-waiter-that-was-aborted-before': abortedBefore('lock'),
  'a-timed-out-waiter-loses-no-permit': endsAtItsLimit('lock'),
};

/** REL-17: a wait for a pooled thing that is over, while it is lent or made. */
export const endedAcquires: Cases = {
  'an-acquire-ends-at-its-limit': endsAtItsLimit('pool'),
  'an-acquire-that-was-aborted-before': abortedBefore('pool'),

  'what-was-created-for-nobody-is-lent-later': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'pool', { limit: 1, slow: true });
      lab.resources.acquire('R', 'B', { signal: 's' });
      await lab.quiesce('creating');
      lab.abort('s');
      await lab.quiesce();
      lab.open('create 1');
      await lab.quiesce();
      lab.resources.release('B');
      lab.resources.acquire('R', 'C');
      lab.open('create 2', 'create 3');
      await lab.quiesce('A is over');
      lab.resources.release('C');
      lab.resources.acquire('R', 'D');
      await lab.quiesce('C is over');
    },
    premise: (history) => {
      const until = history.before('creating');
      return {
        "B's creation had begun and not ended when it was aborted":
          !until.all('resource.create', undefined, 'ok')[0] && until.all('resource.create', undefined, 'invoke')[0],
        'the signal was aborted': history.call('abort')?.invoke,
      };
    },
    claims: [
      claim('C, who came later, is granted, and D once C has given back', (history) =>
        firstOf(ungrantedBy(history, 'C', 'A is over'), ungrantedBy(history, 'D', 'C is over')),
      ),
      atMostAlive('R', 1),
    ],
  },
};
