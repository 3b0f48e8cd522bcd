import { claim, firstOf, forEach, type History, type Program, seen } from '../../harness/index.ts';
import { type Cases, delivery, journalText, runsUndisturbed, unreturned, wentOn } from './claims.ts';
import { reached, returned, stood } from './facts.ts';
import { goesOn, returns, waits } from './programs.ts';

const spawned = { P: 'p', 'P/C1': 'c1', 'P/C2': 'c2', 'P/C1/G': 'g' };
const grouped = { 'T/0/0': 'g', 'T/0/1': 'h', 'T/1': 'c' };

const parent: Program = [
  { spawn: { name: 'C1', body: [{ spawn: { name: 'G', body: goesOn('g') } }, ...goesOn('c1')] } },
  { spawn: { name: 'C2', body: goesOn('c2') } },
  ...goesOn('p'),
];

/** Cancelled at the top, all the way down. `bodies`: each body and the gate at which it stands. */
const flowsDown = (top: string, program: Program, bodies: Readonly<Record<string, string>>): Cases[string] => ({
  atEveryHop: true,
  workload: async (lab) => {
    await lab.coordinator();
    lab.submit(top, program);
    await lab.quiesce();
    lab.cancel(top);
    await lab.quiesce('cancelled');
    lab.open(...Object.values(bodies));
  },
  premise: (history, { dialect }) => ({
    'all bodies stood at their gates': Object.entries(bodies).every(([body, gate]) =>
      stood(history, body, gate, cancel(history, top)),
    ),
    'the cancel call returned': returned(history, history.call('cancel', top)),
    'the cancel arrived': reached(dialect.is('cancel.delivery', 'poll') ? history : history.before('cancelled'), top),
  }),
  claims: [
    claim(`every body under ${top} is told at the next rest`, (history, { dialect }) => {
      if (!dialect.is('cancel.delivery', 'signal', 'exception')) return undefined;
      const until = history.before('cancelled');
      return forEach(below(bodies, top), (body) =>
        reached(until, body, cancel(history, top))
          ? undefined
          : seen(`${body} was not: ${journalText(until, body)}`, history.started(body), history.mark('cancelled')),
      );
    }),
    claim('none of them gets past its cancellation', (history) =>
      forEach(Object.keys(bodies), (body) => wentOn(history, body, 'after')),
    ),
  ],
});

const cancel = (history: History, task: string) => history.call('cancel', task)?.invoke;
const below = (bodies: Readonly<Record<string, string>>, top: string): readonly string[] =>
  Object.keys(bodies).filter((body) => body !== top);

/** CAN-22, CAN-23: a cancel flows down to all descendants, and never up. */
export const family: Cases = {
  'spawned-children-and-grandchildren': flowsDown('P', parent, spawned),

  'nested-groups': flowsDown('T', [{ all: [[{ all: [goesOn('g'), goesOn('h')] }], goesOn('c')] }], grouped),

  'one-child-is-cancelled': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('P', [
        { spawn: { name: 'C1', body: waits('c1') } },
        { spawn: { name: 'C2', body: returns('c2', 2) } },
        ...returns('p', 0),
      ]);
      await lab.quiesce();
      lab.cancel('P/C1');
      await lab.quiesce();
      lab.open('c2', 'p');
    },
    premise: (history) => ({
      'P and both children stood at their gates': Object.entries({ P: 'p', 'P/C1': 'c1', 'P/C2': 'c2' }).every(
        ([body, gate]) => stood(history, body, gate, cancel(history, 'P/C1')),
      ),
      'the cancel call returned': returned(history, history.call('cancel', 'P/C1')),
      'the cancel arrived at C1': reached(history, 'P/C1'),
    }),
    claims: [
      claim('the sibling C2 is not told and returns', (history) =>
        firstOf(delivery(history, 'P/C2'), unreturned(history, 'P/C2')),
      ),
      runsUndisturbed('P', 0),
    ],
  },
};
