import { claim, type Context, firstOf, type History, type Lab, refuted, seen } from '../../harness/index.ts';
import { atMostAlive, type Cases, destroyedAgain, ungrantedBy } from './claims.ts';
import { granted, waits } from './facts.ts';

/** A has given back twice; B and C come, and the one that holds gives back to the other. */
async function giveBackTwice(lab: Lab, kind: 'lock' | 'pool', first: 'release' | 'discard' = 'release'): Promise<void> {
  await lab.coordinator();
  await lab.resources.build('R', kind, { limit: 1 });
  lab.resources.acquire('R', 'A');
  await lab.quiesce();
  lab.resources[first]('A');
  lab.resources.release('A');
  await lab.quiesce('twice');
  lab.resources.acquire('R', 'B');
  lab.resources.acquire('R', 'C');
  await lab.quiesce('look');
  const holder = ['B', 'C'].find((name) => lab.resources.granted(name));
  if (holder !== undefined) lab.resources.release(holder);
  await lab.quiesce('passed on');
}

const secondRelease = (history: History) => history.call('resource.release', 'A', 1);

const answersAsDeclared = claim(
  ({ dialect }) =>
    dialect.is('lease.release', 'error') ? 'the second release fails' : 'the second release returns without an error',
  (history: History, { dialect }: Context) => {
    const answer = secondRelease(history)?.answer;
    const failed = answer?.kind === 'fail';
    if (!answer || failed === dialect.is('lease.release', 'error')) return undefined;
    return seen(failed ? 'it failed' : 'it returned without an error', answer);
  },
);

const oneOfTwo = claim('exactly one of B and C holds, and after its release the other', (history: History) => {
  const holders = ['B', 'C'].filter((name) => granted(history.before('look'), name));
  if (holders.length !== 1)
    return seen(
      `${holders.length} of them held at once`,
      ...holders.map((name) => granted(history, name)),
      history.mark('look'),
    );
  return ungrantedBy(history, holders[0] === 'B' ? 'C' : 'B', 'passed on');
});

const premise = (history: History) => ({
  'A held a lease and gave it back': granted(history, 'A') && history.call('resource.release', 'A')?.answer,
  'the second release was answered': secondRelease(history)?.answer,
  'B or C was granted': granted(history, 'B') ?? granted(history, 'C'),
});

/** REL-26: a lease is given back once. */
export const leases: Cases = {
  'a-double-release-of-a-lock': {
    workload: (lab) => giveBackTwice(lab, 'lock'),
    premise,
    claims: [answersAsDeclared, oneOfTwo],
  },

  'a-double-release-to-a-pool': {
    workload: (lab) => giveBackTwice(lab, 'pool'),
    premise,
    claims: [answersAsDeclared, oneOfTwo, atMostAlive('R', 1)],
  },

  'should-not-free-the-lease-of-another': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'lock', { limit: 1 });
      lab.resources.acquire('R', 'A');
      await lab.quiesce();
      lab.resources.release('A');
      await lab.quiesce();
      lab.resources.acquire('R', 'B');
      lab.resources.acquire('R', 'C');
      await lab.quiesce('waiting');
      lab.resources.release('A');
      await lab.quiesce('look');
      lab.resources.release('B');
      await lab.quiesce('passed on');
    },
    premise: (history) => ({
      'B held the lease': granted(history.before('waiting'), 'B'),
      'C waited': waits(history.before('waiting'), 'C'),
      "A's lease was given back again": secondRelease(history)?.invoke,
    }),
    claims: [
      claim("C is not granted by A's stale release, and is after B's own", (history) =>
        firstOf(
          refuted(granted(history.before('look'), 'C'), 'C was granted while B held'),
          ungrantedBy(history, 'C', 'passed on'),
        ),
      ),
    ],
  },

  'a-release-after-a-discard': {
    workload: (lab) => giveBackTwice(lab, 'pool', 'discard'),
    absent: (history) =>
      granted(history, 'A') && !history.call('resource.discard', 'A')
        ? 'a lease cannot be given back as broken'
        : undefined,
    premise: (history) => ({
      'A discarded its lease and released it': history.call('resource.release', 'A')?.answer,
      'B or C was granted': granted(history, 'B') ?? granted(history, 'C'),
    }),
    claims: [
      claim('what was discarded is destroyed once, and lent to nobody again', (history) => {
        const again = ['B', 'C'].map((holder) => granted(history, holder)).find((grant) => grant?.value === 1);
        return firstOf(
          destroyedAgain(history, 'R'),
          again && seen(`${again.task} was lent resource 1, which A had discarded`, again),
        );
      }),
      oneOfTwo,
      atMostAlive('R', 1),
    ],
  },
};
