import { claim, type Event, type History, type Lab, seen } from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import { raised } from './flag.ts';
import { answer, cancelled, item } from './runs.ts';

/** Operations that come and go; a leak grows with them. */
const many = 200;
const few = 20;
/** Never more at once than a signal takes listeners without a warning. */
const together = 5;

/** What can be left of so many children: the engine frees in its own time. */
const leftovers = 10;

/** TOK-13: what a long-lived token keeps of what has ended. */
export const released: Cases = {
  'ended-runs-leave-no-registration': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('P');
      await churn(lab, 0, few, 'P');
      lab.tokens.count('P');
      await churn(lab, few, many, 'P');
      lab.tokens.count('P');
      lab.tokens.run('last', [1, 1], item, { token: 'P' });
      lab.submit('last task', [{ gate: 'held' }], { token: 'P' });
      await lab.quiesce();
      lab.tokens.count('P');
      lab.tokens.cancel('P');
      await lab.quiesce();
      lab.open('1.1', '2.1');
    },
    premise: (history) => ({
      'the operations ended normally': ended(history, 0) && ended(history, few + many - 1),
      'the last one was reached by the cancel': cancelled(history, 'P') && reached(history),
    }),
    absent: (history) =>
      counts(history)[0]?.registered === undefined ? 'the registrations on a token cannot be counted' : undefined,
    claims: [
      claim(`after ${many} further operations no more is registered on the token than before`, (history) => {
        const [before, after] = counts(history);
        const more = (after?.registered ?? 0) > (before?.registered ?? 0);
        return more
          ? seen(`${before?.registered} were registered before, and ${after?.registered} after`, kept(history)[1])
          : undefined;
      }),
    ],
  },

  'ended-children-are-released': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('P');
      lab.tokens.make('Q');
      lab.tokens.count('P');
      await children(lab);
      await lab.advance(1);
      await lab.advance(1);
      lab.tokens.count('P');
      lab.tokens.link('live', 'P', 'Q');
      lab.tokens.cancel('P');
      await lab.quiesce();
      lab.tokens.read('live');
    },
    premise: (history) => ({
      'the operations of the children ended normally':
        ended(history, 0) ?? history.all('token.listen', undefined, 'ok')[0],
      'a live child reads cancelled with its parent': raised(history, 'live'),
    }),
    claims: [
      claim(`of ${many} children whose operations have ended, at most ${leftovers} are kept`, (history) => {
        const [before, after] = counts(history);
        const more = (after?.registered ?? 0) - (before?.registered ?? 0);
        if (more > 0) return seen(`${more} registrations of theirs were left on the parent`, kept(history)[1]);
        return (after?.alive ?? 0) > leftovers
          ? seen(`${after?.alive} of them were still in memory after a collection`, kept(history)[1])
          : undefined;
      }),
    ],
  },
};

/** Operations one after another, as a run and as a task: whichever the target takes a token for. */
async function churn(lab: Lab, from: number, count: number, token: string): Promise<void> {
  for (let n = from; n < from + count; n++) {
    lab.tokens.run(`run ${n}`, [1], () => [{ return: n }], { token });
    lab.submit(`task ${n}`, [{ return: n }], { token });
    if (n % together === together - 1) await lab.quiesce();
  }
}

/** As many at once as the operations of `churn`. */
async function children(lab: Lab): Promise<void> {
  for (let n = 0; n < many; n += together) {
    const some = Array.from({ length: together }, (_, index) => n + index);
    for (const one of some) begin(lab, one);
    await lab.quiesce();
    for (const one of some) lab.tokens.drop(`child ${one}`);
  }
}

/** A child with an operation of its own, and where it can be given to none, with a callback that is taken back. */
function begin(lab: Lab, n: number): void {
  const child = `child ${n}`;
  lab.tokens.link(child, 'P', 'Q');
  lab.tokens.listen(child, child);
  lab.tokens.unlisten(child);
  lab.tokens.run(`run ${n}`, [1], () => [{ return: n }], { token: child });
}

interface Kept {
  readonly registered?: number;
  readonly alive: number;
}

const kept = (history: History): readonly Event[] => history.all('token.kept');
const counts = (history: History): readonly Kept[] => kept(history).map(({ value }) => value as Kept);

const ended = (history: History, n: number): Event | undefined =>
  (answer(history, `run ${n}`)?.ending === 'completed' ? history.call('waves.run', `run ${n}`)?.answer : undefined) ??
  history.all('result', `task ${n}`, 'ok')[0];

/** A run does not go on to its second wave, or a task is told. */
function reached(history: History): Event | undefined {
  const run = answer(history, 'last');
  const stopped = run && run.ending !== 'completed' ? history.call('waves.run', 'last')?.answer : undefined;
  return stopped ?? history.told('last task');
}
