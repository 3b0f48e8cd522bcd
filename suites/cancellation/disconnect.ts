import { claim, type Conduct, type Dialect, firstOf, type History, seen } from '../../harness/index.ts';
import { type Cases, completion, disturbance, journalText, unreturned } from './claims.ts';
import { reached, stood } from './facts.ts';
import { returns } from './programs.ts';

const drops = (history: History, gone: readonly string[]) =>
  gone.map((client) => history.calls('drop').find(({ invoke }) => invoke.who === client));

/**
 * The clients c1, which came with the submit and so owns the task, and c2. `gone`: who vanishes; `stays`: who must
 * still be told the end; `cancels`: the policies under which the task is cancelled then. The kit's own passive
 * client is away, or nobody could be the last.
 */
const leaves = (gone: readonly string[], stays: string | undefined, ...cancels: readonly string[]): Conduct => ({
  atEveryHop: true,
  unwatched: true,
  workload: async (lab) => {
    await lab.coordinator();
    lab.submit('T', returns('g', 5));
    lab.connect('c1', 'T');
    await lab.quiesce();
    lab.connect('c2', 'T');
    await lab.quiesce();
    for (const client of gone) lab.drop(client);
    await lab.quiesce('gone');
    lab.open('g');
  },
  premise: (history) => ({
    'both clients were connected': history.all('connect', undefined, 'ok').length === 2,
    'T stood at its gate at the disconnect': stood(history, 'T', 'g', history.call('drop')?.invoke),
    'the far side saw the disconnect': drops(history, gone).every((call) => call?.answer?.kind === 'ok'),
  }),
  claims: [
    claim(
      ({ dialect }) =>
        ends(dialect, cancels)
          ? 'T is told at the next rest and does not complete'
          : 'T is not told, and completes with 5',
      (history, { dialect }) => (ends(dialect, cancels) ? spared(history) : disturbance(history, 'T', 5)),
    ),
    claim(`${stays ?? 'nobody'}, who stays, receives the terminal event of T`, (history) =>
      stays === undefined || history.terminal('T', stays).length > 0
        ? undefined
        : seen(
            `${stays} received none (the result of T: ${history.result('T')?.kind ?? 'pending'})`,
            history.ended('T'),
          ),
    ),
  ],
});

/** CAN-27: a client that goes away does to the task what is declared, and no more. */
export const disconnect: Cases = {
  'another-client-leaves': leaves(['c2'], 'c1'),
  'the-owner-leaves': leaves(['c1'], 'c2', 'cancel-owner'),
  'all-clients-leave': leaves(['c1', 'c2'], undefined, 'cancel-last', 'cancel-owner'),
};

const ends = (dialect: Dialect, cancels: readonly string[]): boolean =>
  cancels.includes(dialect.value('client.disconnect'));

/** The task was not cancelled, though the declared policy says so. */
const spared = (history: History) =>
  firstOf(
    reached(history.before('gone'), 'T', history.call('drop')?.invoke)
      ? undefined
      : seen(`T was not told: ${journalText(history, 'T')}`, history.mark('gone')),
    unreturned(history, 'T') ? undefined : seen('the body of T returned', history.ended('T')),
    completion(history, 'T'),
  );
