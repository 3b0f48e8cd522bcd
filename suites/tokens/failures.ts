import {
  type Claim,
  claim,
  type Context,
  type Contradiction,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  refuted,
  seen,
} from '../../harness/index.ts';
import { type Cases, pendingAt, runText } from './claims.ts';
import { answer, cancelCall, cancelled, entered, gates, item, openEach, settled, three, whole } from './runs.ts';

const policies = ['stop', 'go-on'] as const;
type Policy = (typeof policies)[number];

/** TOK-16: a run of which an item fails. */
export const failures: Cases = {
  'an-item-fails': {
    workload: async (lab) => {
      for (const policy of policies) await failing(lab, policy);
    },
    premise: (history, context) => ({
      'both items of wave 1 had ended, and item 2.1 threw': judged(context).every(
        (policy) =>
          history.ended(`${policy}/1.1`) &&
          history.ended(`${policy}/1.2`) &&
          history.ended(`${policy}/2.1`)?.value === 'threw',
      ),
    }),
    claims: [
      claim('the run waits for the items beside the one that failed', (history, context) =>
        forEach(judged(context), (policy) => pendingAt(history, policy, `failed ${policy}`)),
      ),
      claim('with "stop" it ends as failed, keeps the results of wave 1, and starts no wave 3', (history, context) =>
        judged(context).includes('stop') ? stopped(history) : undefined,
      ),
      claim('with "go-on" wave 3 runs, and every result but that of the failed item is there', (history, context) =>
        judged(context).includes('go-on') ? wentOn(history) : undefined,
      ),
      claim(
        'the answer has the error, with its item and its wave, and does not call it a cancellation',
        (history, context) =>
          forEach(judged(context), (policy) => firstOf(errorLost(history, policy, true), asCancelled(history, policy))),
      ),
    ],
  },

  'failure-and-cancel-meet': {
    race: {
      name: 'failure-meets-a-cancel',
      setup: async (lab) => {
        await lab.coordinator();
        lab.tokens.make('K');
        lab.tokens.run(
          'R',
          three,
          (wave, number) =>
            wave === 2 && number === 1
              ? [{ note: 'in' }, { deaf: [{ gate: '2.1' }] }, { throw: 'E' }]
              : item(wave, number),
          { token: 'K' },
        );
        await lab.quiesce();
        lab.open('1.1', '1.2');
        await lab.quiesce();
      },
      actors: () => [
        [{ name: 'g1', act: (lab) => lab.open('2.1') }],
        [{ name: 'c1', act: (lab) => lab.tokens.cancel('K', 'r') }],
      ],
      finish: async (lab) => {
        lab.open(...gates);
        await lab.quiesce();
        lab.tokens.reread('R');
      },
    },
    premise: (history) => ({
      'item 2.1 threw': history.ended('R/2.1')?.value === 'threw',
      'the cancel returned': cancelled(history, 'K'),
    }),
    covers: {
      'the failure came before the cancel': (history) => threw(history) < (cancelCall(history, 'K')?.seq ?? 0),
      'the failure came after it': (history) => threw(history) > (cancelCall(history, 'K')?.seq ?? 0),
    },
    claims: [
      oneOutcome(),
      claim('the results of wave 1 are there, and the error can be found', (history) =>
        firstOf(missingOf(history, 'R', ['1.1', '1.2']), errorLost(history, 'R', false)),
      ),
      claim('no item of wave 3 begins, unless the run goes on', (history, { dialect }) =>
        dialect.is('wave.failure', 'go-on')
          ? undefined
          : refuted(entered(history, 'R', '3.1') ?? entered(history, 'R', '3.2'), 'an item of wave 3 began'),
      ),
    ],
  },
};

/** Both policies where the run reads which one it is to have; else the declared one. */
const judged = ({ offer, dialect }: Context): readonly Policy[] =>
  offer['waves.failure'] ? policies : [dialect.is('wave.failure', 'go-on') ? 'go-on' : 'stop'];

async function failing(lab: Lab, policy: Policy): Promise<void> {
  const at = policies.indexOf(policy) * 10;
  await lab.coordinator();
  lab.tokens.run(
    policy,
    three,
    (wave, number) =>
      wave === 2 && number === 1 ? [{ note: 'in' }, { gate: `${2 + at}.1` }, { throw: 'E' }] : item(wave + at, number),
    { failure: policy },
  );
  await lab.quiesce();
  await openEach(lab, `${1 + at}.1`, `${1 + at}.2`, `${2 + at}.1`);
  await lab.quiesce(`failed ${policy}`);
  await openEach(lab, `${2 + at}.2`, `${3 + at}.1`, `${3 + at}.2`);
}

const threw = (history: History): number => history.ended('R/2.1')?.seq ?? 0;

function missingOf(history: History, run: string, items: readonly string[]): Contradiction | undefined {
  const there = whole(run, answer(history, run));
  return items.every((name) => there.includes(name))
    ? undefined
    : seen(`${run} was answered with ${runText(history, run)}`, settled(history, run) ?? history.last);
}

function stopped(history: History): Contradiction | undefined {
  const given = answer(history, 'stop');
  const fits = given?.ending === 'failed' && given.last === 1 && whole('stop', given).join() === '1.1,1.2';
  return firstOf(
    refuted(entered(history, 'stop', '3.1') ?? entered(history, 'stop', '3.2'), 'an item of wave 3 began'),
    fits
      ? undefined
      : seen(`it was answered with ${runText(history, 'stop')}`, settled(history, 'stop') ?? history.last),
  );
}

function wentOn(history: History): Contradiction | undefined {
  const given = answer(history, 'go-on');
  const fits = whole('go-on', given).join() === '1.1,1.2,2.2,3.1,3.2';
  return fits
    ? undefined
    : seen(`it was answered with ${runText(history, 'go-on')}`, settled(history, 'go-on') ?? history.last);
}

/** Told by its text: the error was thrown inside the body, and the kit has no other hold of it. */
function errorLost(history: History, run: string, placed: boolean): Contradiction | undefined {
  const given = answer(history, run);
  const event: Event | undefined = settled(history, run);
  const isE = (error: unknown): boolean => error instanceof Error && error.message === 'E';
  const entry = given?.failures?.find(({ error }) => isE(error));
  const found = placed ? entry?.wave === 2 && entry.id.endsWith('2.1') : entry !== undefined || isE(given?.error);
  return found
    ? undefined
    : seen(`its failures are ${describe(given?.failures ?? 'not there')}`, event ?? history.last);
}

const asCancelled = (history: History, run: string): Contradiction | undefined =>
  answer(history, run)?.ending === 'cancelled' ? seen('it is said to be cancelled', settled(history, run)) : undefined;

function oneOutcome(): Claim {
  return claim(
    'the run ends as failed, or as cancelled if the cancel came before it settled, and stays so',
    (history, { dialect }) => {
      const given = answer(history, 'R');
      const event = settled(history, 'R');
      const early = (cancelCall(history, 'K')?.seq ?? 0) < (event?.seq ?? 0);
      const allowed = [
        'failed',
        ...(early ? ['cancelled'] : []),
        ...(dialect.is('wave.failure', 'go-on') ? ['completed'] : []),
      ];
      if (!given || !allowed.includes(given.ending))
        return seen(`it was answered with ${runText(history, 'R')}`, event ?? history.last);
      const [first, last] = [history.all('waves.says')[0], history.all('waves.says').at(-1)];
      return first?.value === last?.value ? undefined : seen('its answer changed afterwards', first, last);
    },
  );
}
