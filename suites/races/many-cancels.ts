import { answerOf, claim, describe, firstOf, forEach, type History, type Lab, seen } from '../../harness/index.ts';
import { type Cases, completion, tally } from '../cancellation/claims.ts';
import { otherAnswer, wanted } from '../cancellation/declared.ts';
import { lentLine } from '../cancellation/facts.ts';
import { oneEndEach } from './claims.ts';

const ten = 10;
const both = ['T1', 'T2'] as const;
const cleansUp = (gate: string) =>
  [{ defer: [{ note: 'd' }] }, { try: { body: [{ gate }], finally: [{ note: 'c' }] } }] as const;

/** RAC-04: many callers cancel one task, in one turn and one hop apart. */
export const manyCancels: Cases = {
  'ten-cancels-one-delivery': {
    workload: async (lab: Lab) => {
      await lab.coordinator();
      for (const task of both) lab.submit(task, cleansUp(task));
      await lab.quiesce();
      for (let caller = 0; caller < ten; caller++) lab.cancel('T1');
      await lab.quiesce();
      for (let caller = 0; caller < ten; caller++) {
        lab.cancel('T2');
        await lab.hops(1);
      }
      await lab.quiesce('answered');
    },
    premise: (history) => ({
      'both tasks have a start line': history.started('T1') && history.started('T2'),
      'T1 was cancelled ten times in one turn': sameTurn(history),
      'T2 was cancelled ten times': history.calls('cancel', 'T2').length === ten,
    }),
    claims: [
      claim('each task is told once and cleans up once', (history, { dialect }) =>
        dialect.is('cancel.second', 'escalate') || dialect.is('cancel.delivery', 'kill', 'tell-then-kill')
          ? undefined
          : forEach(both, (task) => deliveries(history, task)),
      ),
      claim('every call is answered in a declared way', (history, { dialect }) =>
        forEach(both, (task) =>
          forEach(history.calls('cancel', task), (call) =>
            call.answer
              ? otherAnswer(
                  history,
                  call,
                  dialect,
                  'positive',
                  'any',
                  wanted(dialect, 'cancel.second'),
                  wanted(dialect, 'cancel.terminal'),
                )
              : seen(`a cancel of ${task} has no answer`, call.invoke),
          ),
        ),
      ),
      claim('at least one answer is positive', (history, { dialect }) =>
        dialect.is('cancel.return', 'void') ? undefined : forEach(both, (task) => refusedByAll(history, task)),
      ),
      oneEndEach(...both),
      claim('neither task is completed', (history) => firstOf(completion(history, 'T1'), completion(history, 'T2'))),
    ],
  },
};

const sameTurn = (history: History): boolean => {
  const calls = history.calls('cancel', 'T1');
  return (
    calls.length === ten &&
    calls.every(({ invoke }) => invoke.turn === calls[0]?.invoke.turn && invoke.hop === calls[0]?.invoke.hop)
  );
};

function deliveries(history: History, task: string) {
  const told = history.journal(task, 'told');
  const lines = (text: string) => history.journal(task, 'note').filter(({ value }) => value === text);
  const d = lentLine(history, task, 'defer', 'ok') ? lines('d') : undefined;
  if (told.length <= 1 && lines('c').length === 1 && (d === undefined || d.length === 1)) return undefined;
  const deferred = d ? `, its registered one ${tally(d.length)}` : '';
  const text = `${task} was told ${tally(told.length)}; its cleanup ran ${tally(lines('c').length)}${deferred}`;
  return seen(text, ...told, ...lines('c'), ...(d ?? []));
}

function refusedByAll(history: History, task: string) {
  const calls = history.calls('cancel', task);
  const said = calls.map((call) => answerOf(call));
  return said.includes('positive')
    ? undefined
    : seen(
        `${task}: ${said.join(', ')} (first: ${describe(calls[0]?.answer?.value)})`,
        ...calls.map(({ answer }) => answer),
      );
}
