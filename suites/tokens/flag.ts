import {
  claim,
  type Contradiction,
  describe,
  type Event,
  forEach,
  type History,
  refuted,
  seen,
  type TokenLook,
} from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import { cancelled, longAfter } from './runs.ts';

const holders = ['T1', 'T2'] as const;

/** TOK-01: the flag of a token, and everybody who holds it. */
export const flag: Cases = {
  'the-token-itself': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.read('K');
      lab.tokens.cancel('K', 'r');
      await lab.quiesce();
      lab.tokens.read('K');
      lab.tokens.cancel('K');
      await lab.quiesce();
      lab.tokens.read('K');
      await longAfter(lab);
      lab.tokens.read('K');
    },
    premise: (history) => ({
      'K read not cancelled before the cancel': untouched(history, 'K'),
      'the cancel returned': cancelled(history, 'K'),
    }),
    claims: [
      claim('K reads cancelled in every form from its cancel on, whatever comes after', (history) =>
        cleared(history, 'K'),
      ),
    ],
  },

  'tasks-that-hold-it': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      for (const task of holders)
        lab.submit(
          task,
          [{ check: 'throw' }, { note: 'before' }, { gate: 'g' }, { check: 'throw' }, { note: 'after' }],
          {
            token: 'K',
          },
        );
      await lab.quiesce();
      lab.tokens.cancel('K');
      await lab.quiesce();
      lab.open('g');
    },
    premise: (history) => ({
      'both tasks went past their first check': holders.every((task) =>
        history.before(cancelled(history, 'K')).noted(task, 'before'),
      ),
      'the cancel returned': cancelled(history, 'K'),
    }),
    claims: [
      claim('both tasks see the cancel, and neither goes on', (history, { dialect }) =>
        forEach(holders, (task) => unheard(history, task, dialect.is('cancel.delivery', 'poll'))),
      ),
      claim('neither of their results is a completion', (history) =>
        forEach(holders, (task) =>
          history.ending(task) === 'completed' ? seen(`${task} was fulfilled`, history.result(task)) : undefined,
        ),
      ),
    ],
  },

  'a-linked-token': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.link('C', 'K');
      lab.tokens.link('D', 'C');
      lab.tokens.read('C', 'D');
      lab.tokens.cancel('K');
      await lab.quiesce();
      lab.tokens.read('C', 'D');
      lab.tokens.cancel('K');
      await longAfter(lab);
      lab.tokens.read('C', 'D');
    },
    premise: (history) => ({
      'C and D read not cancelled before the cancel':
        untouched(history, 'C', cancelled(history, 'K')) && untouched(history, 'D', cancelled(history, 'K')),
      'the cancel returned': cancelled(history, 'K'),
    }),
    claims: [
      claim(
        'C, which is linked to K, and D, which is linked to C, read cancelled from the cancel of K on',
        (history) => cleared(history, 'C', cancelled(history, 'K')) ?? cleared(history, 'D', cancelled(history, 'K')),
      ),
    ],
  },
};

/** The check is of no help here: the body looks at the very token that the kit holds. Only what the coordinator polls is seen there. */
function unheard(history: History, task: string, polled: boolean): Contradiction | undefined {
  const end = history.ended(task);
  const heard = history.told(task) ?? (polled && end?.value === 'cancelled' ? end : undefined);
  return heard
    ? refuted(history.noted(task, 'after'), `${task} went past the check after the cancel`)
    : seen(
        `${task} was not told: its body ${end ? `ended as ${describe(end.value)}` : 'went on'}`,
        end ?? history.last,
      );
}

const looks = (history: History, token: string): readonly Event[] =>
  history.all('token.read').filter(({ who }) => who === token);
const lookOf = ({ value }: Event): TokenLook => value as TokenLook;

/** It was read before that call, and showed nothing. */
export function untouched(history: History, token: string, place = cancelled(history, token)): Event | undefined {
  const before = looks(history.before(place), token);
  return before.every((event) => !lookOf(event).cancelled && lookOf(event).aborted !== true) ? before[0] : undefined;
}

/** A look after that call that shows the flag down, in one form or the other. */
export function cleared(history: History, token: string, place = cancelled(history, token)): Contradiction | undefined {
  const odd = looks(history.after(place), token).find(
    (event) => !lookOf(event).cancelled || lookOf(event).aborted === false,
  );
  const { cancelled: shown, aborted } = odd ? lookOf(odd) : {};
  return (
    odd &&
    seen(
      `at ${odd.at} ms ${token} read ${shown ? 'cancelled' : 'not cancelled'}${aborted === undefined ? '' : `, and its signal ${aborted ? 'aborted' : 'not aborted'}`}`,
      odd,
    )
  );
}

/** A look that shows the flag up. */
export const raised = (history: History, token: string): Event | undefined =>
  looks(history, token).find((event) => lookOf(event).cancelled || lookOf(event).aborted === true);

export const reasonAt = (event: Event | undefined): unknown => (event ? lookOf(event).reason : undefined);
