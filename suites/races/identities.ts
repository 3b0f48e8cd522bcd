import {
  answerOf,
  claim,
  type Context,
  describe,
  emissionOf,
  firstOf,
  type History,
  type Lab,
  missing,
  type Race,
  refuted,
  seen,
  type Snapshot,
  type TaskEvent,
} from '../../harness/index.ts';
import { type Cases, completion, delivery } from '../cancellation/claims.ts';
import { lentLine } from '../cancellation/facts.ts';
import { neverStarts, notOneEnd, uncompleted } from './claims.ts';
import { emitAnswered, endsTold, opened, precedes } from './facts.ts';
import { returns } from './programs.ts';

/** An identity is used again, as soon as its task has ended. */
const reuse: Race = {
  name: 'reuse',
  variants: () => ['cancelled', 'completed'],
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T1', returns('g', 1), { id: 'x' });
    await lab.quiesce();
  },
  actors: () => [
    [
      { name: 'g1', act: (lab) => lab.open('g') },
      { name: 's2', act: (lab) => again(lab, 'T1', 'T2', 'x') },
    ],
  ],
  finish: async (lab, _context, variant) => {
    await lab.quiesce('resubmitted');
    await endAgain(lab, 'T2', 'x', variant);
  },
};

/** Submits the second task of an identity, which gets a client of its own. */
function again(lab: Lab, first: string, second: string, id: string): void {
  if (!lab.accepted(first)) return;
  lab.submit(second, returns(`${second} h`, 2), { id });
  if (lab.accepted(second)) lab.subscribe(`own ${second}`, second);
}

async function endAgain(lab: Lab, second: string, id: string, variant: string): Promise<void> {
  if (lab.accepted(second)) lab.query(second);
  await lab.quiesce(`${second} asked`);
  if (variant === 'cancelled') lab.cancelById(id);
  else lab.open(`${second} h`);
  await lab.quiesce(`${second} over`);
}

const secondSubmit = (history: History, second: string) => history.call('submit', second);
const isAccepted = (history: History, second: string): boolean => secondSubmit(history, second)?.answer?.kind === 'ok';
const firstAnswer = (history: History, first: string) => {
  const [result, event] = [history.result(first), endsTold(history, first, 'watcher')[0]];
  return precedes(result, event) ? result : (event ?? result);
};

/** RAC-24: identities that are used again do not cross. */
export const identities: Cases = {
  'resubmitting-after-the-end': {
    race: reuse,
    premise: (history, { dialect }) => ({
      'T2 was submitted after T1 was answered':
        precedes(firstAnswer(history, 'T1'), secondSubmit(history, 'T2')?.invoke) &&
        secondSubmit(history, 'T2')?.answer,
      'T2 had started before it was ended':
        !dialect.is('id.reuse', 'after-terminal') ||
        !isAccepted(history, 'T2') ||
        (history.before('T2 asked').started('T2') ?? false),
    }),
    claims: [
      claim(
        (context) => declared(context),
        (history, context) => undeclared(history, context),
      ),
      claim('a second task that is accepted is listed, can be cancelled, and completes', (history, context) =>
        isAccepted(history, 'T2') && context.dialect.is('id.reuse', 'after-terminal')
          ? disowned(history, 'T2', context)
          : undefined,
      ),
      claim('the client of the second task has exactly one end of it, and none of the first', (history, context) =>
        isAccepted(history, 'T2') && context.dialect.is('id.reuse', 'after-terminal') && context.offer.events
          ? foreign(history, 'T2')
          : undefined,
      ),
    ],
  },

  'resubmitting-while-the-former-is-in-cleanup': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const [id, variant] of ids) {
        lab.submit(`${id}1`, [{ try: { body: [{ gate: 'g' }], finally: [{ gate: `${id} fin` }] } }], { id });
        await lab.quiesce();
        lab.cancel(`${id}1`);
        await lab.quiesce();
        again(lab, `${id}1`, `${id}2`, id);
        await lab.quiesce();
        lab.open(`${id} fin`);
        await lab.quiesce();
        await endAgain(lab, `${id}2`, id, variant);
      }
    },
    premise: (history) =>
      Object.fromEntries(
        ids.map(([id]) => {
          const [asked, task] = [secondSubmit(history, `${id}2`)?.invoke, `${id}1`];
          const during =
            precedes(history.journal(task, 'cleanup')[0], asked) &&
            precedes(asked, history.journal(task, 'cleaned')[0]);
          return [`${id}2 was submitted while ${task} cleaned up`, during && history.journal(task, 'cleaned')[0]];
        }),
      ),
    claims: [
      claim('a second task that is accepted is not touched by the first', (history, context) =>
        firstOf(
          ...ids.map(([id]) => {
            const second = `${id}2`;
            return isAccepted(history, second) && !context.dialect.is('id.reuse', 'dedupe')
              ? firstOf(disowned(history, second, context), context.offer.events ? foreign(history, second) : undefined)
              : undefined;
          }),
        ),
      ),
      claim('one that is refused never starts', (history) =>
        firstOf(...ids.map(([id]) => (isAccepted(history, `${id}2`) ? undefined : neverStarts(history, `${id}2`)))),
      ),
    ],
  },

  'an-old-voice-in-a-new-stream': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T1', [{ later: [{ gate: 'l' }, { emit: { type: 'old' } }] }, { return: 1 }], { id: 'x' });
      await lab.quiesce();
      lab.submit('T2', [{ gate: 'h' }, { emit: { type: 'new' } }, { return: 2 }], { id: 'x' });
      if (lab.accepted('T2')) lab.subscribe('own T2', 'T2');
      await lab.quiesce();
      for (const gate of ['l', 'h']) {
        lab.open(gate);
        await lab.quiesce();
      }
    },
    premise: (history) => {
      const call = lentLine(history, 'T1', 'emit', 'call');
      return {
        'T2 was alive when `old` was emitted':
          precedes(history.started('T2'), call) && precedes(call, history.ended('T2')) && call,
        'that call was answered': emitAnswered(history, 'T1'),
      };
    },
    claims: [
      claim("T2's client has `new` and one end, and never `old`", (history) => {
        const types = history.delivered('T2', 'own T2').map(({ value }) => (value as TaskEvent).type);
        const old = history.find(
          ({ what, who, value }) =>
            what === 'event' && who === 'own T2' && emissionOf(value as TaskEvent).type === 'old',
        );
        return firstOf(
          refuted(old, 'it received `old`, which T1 emitted'),
          types.includes('new') ? undefined : seen(`it received ${types.join(', ')}`, history.last),
          notOneEnd(history, 'T2', 'own T2'),
        );
      }),
    ],
  },

  'an-old-limit-on-a-new-task': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T1', returns('g', 1), { id: 'x', timeout: 50 });
      await lab.advance(10);
      lab.open('g');
      await lab.advance(10);
      lab.submit('T2', returns('h', 2), { id: 'x' });
      await lab.advance(200);
      lab.open('h');
      await lab.quiesce();
    },
    premise: (history) => ({
      'T1 ended at 10': history.result('T1')?.at === 10,
      'T2 had a start line before 50': (history.started('T2')?.at ?? 50) < 50 && history.started('T2'),
    }),
    claims: [
      claim('T2 is not told, and is completed with 2', (history) =>
        firstOf(delivery(history.before(opened(history, 'h')), 'T2'), uncompleted(history, 'T2', 2)),
      ),
    ],
  },
};

const ids = [
  ['x', 'cancelled'],
  ['y', 'completed'],
] as const;

const declared = ({ dialect }: Context): string =>
  ({
    'after-terminal': 'the second task of an ended identity is accepted',
    never: 'the second task of an identity is refused',
    dedupe: 'the second task of an identity is the first one again',
  })[dialect.value('id.reuse')] ?? 'the second task is dealt with as id.reuse declares';

function undeclared(history: History, { dialect }: Context) {
  const { answer } = secondSubmit(history, 'T2') ?? {};
  const said = answer?.kind === 'fail' ? `was refused with ${describe(answer.value)}` : 'was accepted';
  if (dialect.is('id.reuse', 'never'))
    return isAccepted(history, 'T2') ? seen(`it ${said}`, answer) : neverStarts(history, 'T2');
  if (dialect.is('id.reuse', 'after-terminal'))
    return isAccepted(history, 'T2') ? undefined : seen(`it ${said}`, answer);
  const same = Object.is(history.result('T2')?.value, history.result('T1')?.value);
  return firstOf(
    isAccepted(history, 'T2') ? undefined : seen(`it ${said}`, answer),
    neverStarts(history, 'T2'),
    same ? undefined : seen(`its result is ${describe(history.result('T2')?.value)}`, history.result('T2')),
  );
}

/** The second task is not under its identity: it is not listed, or a cancel does not find it, or it does not complete. */
function disowned(history: History, second: string, { offer }: Context) {
  const query = history.all('query', second, 'ok').at(-1);
  const { state, ids: listed } = (query?.value ?? {}) as Snapshot;
  const given = secondSubmit(history, second)?.answer?.value;
  const id = typeof given === 'string' ? given : '';
  const live = state === undefined ? listed?.includes(id) !== false : query && history.endingOf(query, 'query') == null;
  if (offer.query && query && (state === undefined && listed === undefined ? false : !live))
    return seen(`the query does not list ${second} as alive: ${describe(query.value)}`, query);
  const call = history.calls('cancelById').find(({ invoke }) => invoke.task === id);
  if (!call) return uncompleted(history, second, 2);
  const reached = history.after(call.invoke).told(second) ?? history.after(call.invoke).ended(second);
  return firstOf(
    answerOf(call) === 'negative'
      ? seen(`the cancel of ${id} answered ${describe(call.answer?.value)}`, call.answer)
      : undefined,
    missing(reached, `the cancel did not reach ${second}`, call.invoke),
    completion(history, second),
  );
}

/** The client of the second task has an end that is not its own, or not exactly one. */
function foreign(history: History, second: string) {
  const client = `own ${second}`;
  const early = endsTold(history, second, client).find(
    (event) =>
      !precedes(history.ended(second), event) &&
      !precedes(history.result(second), event) &&
      event.seq < (history.mark(`${second} asked`)?.seq ?? 0),
  );
  return firstOf(
    refuted(early, `${client} received ${describe(early?.value)} while ${second} ran`),
    notOneEnd(history, second, client),
  );
}
