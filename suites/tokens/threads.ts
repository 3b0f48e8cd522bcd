import {
  type Answer,
  answerOf,
  claim,
  type Contradiction,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  seen,
} from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import { raised } from './flag.ts';
import { cancelCall, cancelled } from './runs.ts';

/** Each round starts a thread, which takes longer than all the rest. */
const rounds = Array.from({ length: 10 }, (_, index) => index + 1);
const bodies = ['T1', 'T2'] as const;

/** TOK-02: a token whose bodies run in other threads. */
export const threads: Cases = {
  'main-cancels-workers-see-it': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      for (const task of bodies) lab.submit(task, [{ note: 'in' }, { gate: 'never' }], { token: 'K' });
      await lab.until('both bodies are in', (history) => bodies.every((task) => history.noted(task, 'in')));
      lab.tokens.cancel('K', 'm');
      await lab.until('both bodies were told', (history) => bodies.every((task) => history.told(task)));
      for (const task of bodies) lab.barrier(task);
      await lab.quiesce();
    },
    premise: (history) => ({
      'both bodies were in': bodies.every((task) => history.before(cancelCall(history, 'K')).noted(task, 'in')),
      'the cancel returned': cancelled(history, 'K'),
    }),
    claims: [
      claim('both bodies are told, once', (history) =>
        forEach(bodies, (task) => tellings(history, task, history.journal(task, 'told').length)),
      ),
    ],
  },

  'a-worker-cancels-main-sees-it': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.read('K');
      lab.tokens.listen('K', 'main');
      lab.submit('T1', [{ note: 'in' }, { gate: 'g' }, { stop: { what: 'token', reason: 'w' } }, { note: 'stopped' }], {
        token: 'K',
      });
      lab.submit('T2', [{ note: 'in' }, { gate: 'never' }], { token: 'K' });
      await lab.until('both bodies are in', (history) => bodies.every((task) => history.noted(task, 'in')));
      lab.open('g');
      await lab.until(
        'T2 was told',
        (history) => history.told('T2') !== undefined && callbacks(history, 'main').length > 0,
      );
      lab.barrier('T2');
      await lab.quiesce();
      lab.tokens.read('K');
    },
    premise: (history) => ({
      'T1 cancelled the token from its thread': history.noted('T1', 'stopped'),
      'T2 was in': history.before(history.noted('T1', 'stopped')).noted('T2', 'in'),
      'K read not cancelled before':
        history.before(history.noted('T1', 'in')).all('token.read')[0] &&
        !raised(history.before(history.noted('T1', 'in')), 'K'),
    }),
    absent: (history) => unbridged(history),
    claims: [
      claim('K reads cancelled in the main thread, and T2 is told once', (history) =>
        firstOf(
          raised(history, 'K') ? undefined : seen('K read not cancelled', history.all('token.read').at(-1)),
          tellings(history, 'T2', history.journal('T2', 'told').length),
        ),
      ),
      claim('the callback in the main thread runs once', (history) => calls(history, 'main')),
    ],
  },

  'both-at-once': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const round of rounds) await bothAtOnce(lab, round);
    },
    premise: (history) => ({
      'in each round the thread cancelled the token': rounds.every((round) => history.noted(`T${round}`, 'stopped')),
      'in one round the main thread came first': rounds.some((round) => first(history, round) === 'main'),
      'in one round the other thread came first': rounds.some((round) => first(history, round) === 'thread'),
    }),
    absent: (history) => unbridged(history),
    claims: [
      claim('in each round the callback in the main thread runs once', (history) =>
        forEach(rounds, (round) => calls(history, `main ${round}`)),
      ),
      claim('in each round the body is told at most once', (history) =>
        forEach(rounds, (round) =>
          history.journal(`T${round}`, 'told').length > 1
            ? tellings(history, `T${round}`, history.journal(`T${round}`, 'told').length)
            : undefined,
        ),
      ),
      claim('in each round the token reads cancelled, and no call fails', (history) =>
        forEach(rounds, (round) =>
          raised(history, `K${round}`) && callOf(history, round) !== 'error'
            ? undefined
            : seen(`in round ${round} it did not`, history.last),
        ),
      ),
    ],
  },
};

/** The body waits when it has cancelled, so that an echo would find it. */
async function bothAtOnce(lab: Lab, round: number): Promise<void> {
  const [token, task, gate] = [`K${round}`, `T${round}`, `g${round}`];
  lab.tokens.make(token);
  lab.tokens.listen(token, `main ${round}`);
  lab.submit(
    task,
    [
      { note: 'in' },
      { deaf: [{ gate }] },
      { stop: { what: 'token', reason: 'w' } },
      { note: 'stopped' },
      { deaf: [{ gate: `end ${round}` }] },
    ],
    { token },
  );
  await lab.until(`${task} is in`, (history) => history.noted(task, 'in') !== undefined);
  lab.open(gate);
  // In every other round the thread has its head start.
  if (round % 2 === 0)
    await lab.until(`${task} has stopped`, (history) => callbacks(history, `main ${round}`).length > 0);
  lab.tokens.cancel(token, 'm');
  await lab.until(`${task} has stopped`, (history) => history.noted(task, 'stopped') !== undefined);
  lab.barrier(task);
  await lab.quiesce();
  lab.tokens.read(token);
  lab.open(`end ${round}`);
}

const callbacks = (history: History, name: string): readonly Event[] =>
  history.all('token.callback').filter(({ who }) => who === name);

/** Whose cancel it was that had the callback run: inside the call of the main thread, or before it. */
function first(history: History, round: number): 'main' | 'thread' | undefined {
  const [called] = callbacks(history, `main ${round}`);
  const call = cancelCall(history, `K${round}`);
  return called && call ? (called.seq < call.seq ? 'thread' : 'main') : undefined;
}

const callOf = (history: History, round: number): Answer =>
  answerOf(history.calls('token.cancel').find(({ invoke }) => invoke.who === `K${round}`));

function calls(history: History, name: string): Contradiction | undefined {
  const found = callbacks(history, name);
  return found.length === 1
    ? undefined
    : seen(`the callback "${name}" ran ${found.length} times`, ...found, history.last);
}

const tellings = (history: History, task: string, count: number): Contradiction | undefined =>
  count === 1 ? undefined : seen(`${task} was told ${count} times`, ...history.journal(task, 'told'), history.last);

/** Without a far end the step finds nothing to cancel. */
const unbridged = (history: History): string | undefined =>
  history.all('unsupported').some(({ value }) => value === 'stop')
    ? 'the far side gives its bodies no end of the token'
    : undefined;
