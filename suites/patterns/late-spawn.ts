import { type Claim, claim, firstOf, type History, missing, type Program, refuted, seen } from '../../harness/index.ts';

import { type Cases, completes, inOrder, journalText, noneOf, resultText, where } from './claims.ts';
import { before, deliveredTo, openingOf, threw } from './facts.ts';
import { begun, opens, plays } from './moves.ts';

const at = {
  a: 'once a is open',
  clean: 'once clean is open',
  c: 'once c is open',
  z: 'once z is open',
  b: 'once b is open',
  b2: 'once b2 is open',
};

/** Spawns C into the group, and says so if that is refused. */
const spawnsC = (body: Program): Program[number] => ({
  try: {
    body: [{ spawn: { name: 'C', into: 'g', body } }],
    catch: { failed: [{ note: 'refused' }], cancelled: [{ note: 'refused' }] },
  },
});

/** Where C was spawned from: the first line about it. */
const callIn = (history: History, task: string) =>
  history
    .journal(task, 'lent')
    .findLast(
      ({ value }) =>
        (value as { step?: unknown; phase?: unknown }).step === 'spawn' &&
        (value as { phase?: unknown }).phase === 'call',
    );

/** The call was refused, or the child was: its result has rejected. */
const isRefused = (history: History, spawner: string): boolean =>
  history.noted(spawner, 'refused') !== undefined || history.result(`${spawner}/C`)?.kind === 'fail';

const noticed = (spawner: string, mark: string): Claim =>
  claim(`the spawn of C is refused ${mark}: the call throws, or its result rejects`, (history) => {
    const until = history.before(mark);
    return isRefused(until, spawner)
      ? undefined
      : seen(
          `neither was so; C: ${journalText(until, `${spawner}/C`)}, its result ${resultText(until.result(`${spawner}/C`))}`,
          callIn(history, spawner),
          history.mark(mark),
        );
  });

/** The group ends after the child, if that started. */
const endsAfterC: Claim = claim('the group ends after C, if C started', (history) => {
  if (!history.started('T/B/C')) return undefined;
  const [end, group] = [history.ended('T/B/C'), history.noted('T', 'group-ended')];
  if (group && (!end || end.seq > group.seq))
    return seen(`the group ended at ${group.at} ms, C ${end ? `at ${end.at} ms` : 'had not ended'}`, group, end);
  return missing(group, 'the group never ended', history.last);
});

const late: Program = [
  {
    group: {
      name: 'g',
      body: [
        {
          spawn: {
            name: 'B',
            into: 'g',
            body: [{ gate: 'b' }, spawnsC([{ gate: 'c' }, { note: 'c-done' }]), { gate: 'b2' }],
          },
        },
        { note: 'body-done' },
        { return: 1 },
      ],
    },
  },
  { note: 'group-ended' },
];

/** PAT-10: nobody runs in a group whom it does not wait for. */
export const lateSpawn: Cases = {
  'a-child-spawned-during-the-abort-does-not-run': {
    workload: plays(
      {
        T: [
          {
            try: {
              body: [
                {
                  group: {
                    name: 'g',
                    body: [
                      { spawn: { name: 'A', into: 'g', body: [{ gate: 'a' }, { throw: 'E' }] } },
                      {
                        spawn: {
                          name: 'B',
                          into: 'g',
                          body: [
                            {
                              try: {
                                body: [{ gate: 'b' }],
                                finally: [
                                  spawnsC([{ check: 'throw' }, { note: 'ran' }, { gate: 'c' }, { note: 'ran-on' }]),
                                  { gate: 'clean' },
                                  { note: 'cleaned' },
                                ],
                              },
                            },
                          ],
                        },
                      },
                      { gate: 'm' },
                    ],
                  },
                },
              ],
              finally: [{ note: 'group-ended' }],
            },
          },
        ],
      },
      { [at.a]: opens('a'), [at.clean]: opens('clean'), [at.c]: opens('c') },
    ),
    premise: (history) => ({
      'B called spawn after A had failed, before the group ended':
        before(threw(history, 'T/A'), callIn(history, 'T/B')) &&
        before(callIn(history, 'T/B'), history.noted('T', 'group-ended')),
    }),
    claims: [
      noneOf(['T/B/C', 'ran'], ['T/B/C', 'ran-on']),
      claim('C is refused, or starts and ends at its first checkpoint', (history) =>
        isRefused(history, 'T/B') || history.ended('T/B/C')
          ? undefined
          : seen(`neither: ${journalText(history, 'T/B/C')}`, callIn(history, 'T/B')),
      ),
      inOrder(['T/B', 'cleaned'], ['T', 'group-ended']),
      endsAfterC,
    ],
  },

  'a-spawn-after-the-end-is-refused': {
    workload: plays(
      {
        T: [
          { group: { name: 'g', body: [{ spawn: { name: 'A', into: 'g', body: [{ return: 1 }] } }, { return: 1 }] } },
          { note: 'group-ended' },
          spawnsC([{ note: 'ran' }, { gate: 'c' }]),
          { gate: 'z' },
          { return: 7 },
        ],
      },
      { [at.z]: opens('z') },
    ),
    premise: (history) => ({
      'the group had ended when T called spawn':
        before(history.noted('T', 'group-ended'), callIn(history, 'T')) &&
        callIn(history.after(history.noted('T', 'group-ended')), 'T'),
    }),
    claims: [noneOf(['T/C', 'ran']), noticed('T', begun), completes('T', 7)],
  },

  'a-spawn-while-children-run-is-supervised': {
    workload: plays({ T: late }, { [at.b]: opens('b'), [at.b2]: opens('b2'), [at.c]: opens('c') }),
    premise: (history) => ({
      'the body was done when B called spawn':
        before(history.noted('T', 'body-done'), callIn(history, 'T/B')) && callIn(history, 'T/B'),
      'B was not told': !deliveredTo(history.before(openingOf(history, 'b')), 'T/B'),
    }),
    claims: [
      where('group.lateSpawn', ['while-children'], inOrder(['T/B/C', 'c-done'], ['T', 'group-ended'])),
      where('group.lateSpawn', ['refuse'], noticed('T/B', at.b)),
      where(
        'group.lateSpawn',
        ['refuse'],
        claim('C never starts', (history) =>
          refuted(history.started('T/B/C'), `it did: ${journalText(history, 'T/B/C')}`),
        ),
      ),
      where(
        'group.lateSpawn',
        ['start-cancelled'],
        claim('C ends, without getting past its gate, before the group does', (history, context) =>
          firstOf(
            refuted(history.noted('T/B/C', 'c-done'), 'C went on to its end'),
            missing(history.ended('T/B/C'), 'C has not ended', history.last),
            endsAfterC.contradiction(history, context),
          ),
        ),
      ),
    ],
  },
};
