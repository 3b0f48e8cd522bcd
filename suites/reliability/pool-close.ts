import {
  claim,
  type Context,
  describe,
  type Event,
  firstOf,
  type History,
  type Lab,
  refuted,
  seen,
} from '../../harness/index.ts';
import { type Cases, destroyedAgain, ungrantedBy } from './claims.ts';
import { acquireOf, acquireText, declined, destroyed, granted, isBy, timersAt, waits } from './facts.ts';

const closing = (history: History) => history.call('resource.close');

const noTimer = claim('no timer of the pool is pending', (history) => {
  const [before, after] = [timersAt(history, 'before'), timersAt(history, 'after')];
  return after > before
    ? seen(`${after - before} timers were pending after the pool had closed`, closing(history)?.answer, history.last)
    : undefined;
});

async function heldAndWaitedFor(lab: Lab): Promise<void> {
  await lab.coordinator();
  lab.own.count('before');
  await lab.resources.build('R', 'pool', { limit: 1 });
  lab.resources.acquire('R', 'A');
  await lab.quiesce();
  lab.resources.acquire('R', 'B');
  await lab.quiesce('waiting');
}

const premise = (history: History) => ({
  'A held a lease when the pool was closed': granted(history.before(closing(history)?.invoke), 'A'),
  'B waited': waits(history.before('waiting'), 'B'),
});

const isSettled = (history: History, holder: string): Event | undefined => acquireOf(history, holder)?.answer;

const closeSettles = (mark: string) =>
  claim('close settles', (history: History) =>
    history.before(mark).call('resource.close')?.answer ? undefined : seen('it was still pending', history.mark(mark)),
  );

/** Every creation has been undone, once. */
const allDestroyed = claim('each resource is destroyed once', (history) => {
  const made = history.all('resource.create', undefined, 'ok');
  const gone = destroyed(history, 'R');
  return firstOf(
    destroyedAgain(history, 'R'),
    gone.length < made.length ? seen(`${gone.length} of ${made.length} resources were destroyed`, ...made) : undefined,
  );
});

const atTheLook = (history: History, { dialect }: Context) => {
  const until = history.before('look');
  const late = declined(until, 'C');
  return firstOf(
    late
      ? undefined
      : seen(
          `the acquire of C, who came after the close, ${acquireText(until, 'C')}`,
          isSettled(until, 'C') ?? history.mark('look'),
        ),
    until.call('resource.close')?.answer ? seen('close had settled while A held', closing(history)?.answer) : undefined,
    refuted(destroyed(until, 'R')[0], 'the resource of A was destroyed'),
    dialect.is('pool.waiters', 'serve')
      ? isSettled(until, 'B') && seen(`the acquire of B ${acquireText(until, 'B')}`, isSettled(until, 'B'))
      : declined(until, 'B')
        ? undefined
        : seen(`the acquire of B ${acquireText(until, 'B')}`, isSettled(until, 'B') ?? history.mark('look')),
  );
};

/** REL-18: a pool that closes answers everybody, and waits for those who have something of it. */
export const poolClose: Cases = {
  'holder-waiter-and-latecomer-are-answered': {
    atEveryHop: true,
    workload: async (lab) => {
      await heldAndWaitedFor(lab);
      lab.resources.close('R');
      await lab.quiesce();
      lab.resources.acquire('R', 'C');
      await lab.quiesce('look');
      lab.resources.release('A');
      await lab.quiesce('given back');
      lab.resources.release('B');
      await lab.quiesce();
      // There are pools that look four times a second whether all is back.
      if (!closing(lab.history)?.answer) await lab.advance(1_000);
      await lab.quiesce('closed');
      lab.own.count('after');
    },
    premise,
    claims: [
      claim(
        ({ dialect }) =>
          `while A holds, the latecomer C is refused, close is pending, nothing is destroyed, and B ${dialect.is('pool.waiters', 'serve') ? 'waits on' : 'is refused'}`,
        atTheLook,
      ),
      claim('B is settled in the end, served where that is declared', (history, { dialect }) =>
        dialect.is('pool.waiters', 'serve')
          ? ungrantedBy(history, 'B', 'given back')
          : isSettled(history, 'B')
            ? undefined
            : seen('the acquire of B was still pending', history.last),
      ),
      closeSettles('closed'),
      allDestroyed,
      noTimer,
    ],
  },

  'close-ends-at-its-limit': {
    atEveryHop: true,
    loud: true,
    workload: async (lab) => {
      await heldAndWaitedFor(lab);
      lab.resources.close('R', 200);
      await lab.quiesce();
      await lab.advance(199);
      await lab.quiesce('at 199');
      await lab.advance(1);
      await lab.quiesce('at 200');
      lab.own.count('after');
      lab.resources.release('A');
      await lab.quiesce();
    },
    premise: (history) => ({
      ...premise(history),
      'A held its lease at the limit': history.after('at 200').call('resource.release', 'A')?.invoke,
    }),
    claims: [
      claim('close is pending at 199 ms and settled at 200', (history) =>
        firstOf(
          refuted(history.before('at 199').call('resource.close')?.answer, 'close had settled before 200 ms'),
          history.before('at 200').call('resource.close')?.answer
            ? undefined
            : seen('close was still pending at 200 ms', history.mark('at 200')),
        ),
      ),
      claim('B is settled by 200 ms', (history, context) => {
        const answer = isSettled(history, 'B');
        return answer && isBy(answer, 200, context)
          ? undefined
          : seen(`the acquire of B ${acquireText(history, 'B')}`, answer ?? history.last);
      }),
      claim("A's release throws nothing that nobody catches", (history) => {
        const [stray] = history.all('stray');
        return refuted(stray, `${stray?.who}: ${describe(stray?.value)}`);
      }),
      allDestroyed,
      noTimer,
    ],
  },

  'a-creation-that-ends-after-the-close': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'pool', { limit: 1, slow: true });
      lab.resources.acquire('R', 'A');
      await lab.quiesce('creating');
      lab.resources.close('R');
      await lab.quiesce();
      lab.open('create 1', 'create 2');
      await lab.quiesce();
      lab.resources.release('A');
      await lab.quiesce();
      if (!closing(lab.history)?.answer) await lab.advance(1_000);
      await lab.quiesce('closed');
    },
    premise: (history) => ({
      "A's creation had begun and not ended when the pool was closed":
        !history.before('creating').all('resource.create', undefined, 'ok')[0] &&
        history.before('creating').all('resource.create', undefined, 'invoke')[0],
      'the creation ended': history.all('resource.create', undefined, 'ok')[0],
      'close was called': closing(history)?.invoke,
    }),
    claims: [
      claim('the acquire of A settles', (history) =>
        isSettled(history, 'A') ? undefined : seen('it was still pending', history.last),
      ),
      closeSettles('closed'),
      allDestroyed,
    ],
  },
};
