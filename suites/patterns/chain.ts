import { type Claim, claim, forEach, type History, type Program, seen } from '../../harness/index.ts';
import { cancelOf, returned } from '../cancellation/facts.ts';
import { type Cases, journalText, noneOf, notCompleted } from './claims.ts';
import { before, openingOf } from './facts.ts';
import type { Workload } from '../cancellation/claims.ts';

/** Three frames, each with a cleanup that waits; between them two times the primitive. */
const frames = (inside: (body: Program, depth: number) => Program[number], prefix = ''): Program => {
  const frame = (depth: number, body: Program): Program[number] => ({
    try: {
      body: [...body, { note: `after-${depth}` }],
      finally: [{ note: `in-${depth}` }, { gate: `${prefix}c${depth}` }, { note: `m${depth}` }],
    },
  });
  const third = frame(3, [{ gate: `${prefix}g` }]);
  const second = frame(2, [inside([third], 2)]);
  return [frame(1, [inside([second], 1)])];
};

const order = ['in-3', 'm3', 'in-2', 'm2', 'in-1', 'm1'];

/** What the frames of a task note, in order; `+R1` and `-R1` are the notes of a resource. */
const notes = (history: History, task: string): readonly string[] =>
  history.events
    .filter(
      ({ kind, what, task: of }) =>
        kind === 'saw' && what === 'note' && (of === task || of?.startsWith(`${task}/`) === true),
    )
    .map(({ value }) => String(value))
    .filter((text) => !/^[+-]/.test(text));

/** Each cleanup ends before the next one outwards begins, and each waits for its own gate. */
const unwinds = (task: string, prefix = ''): Claim =>
  claim(`the frames of ${task} unwind from the inside out, each cleanup to its end: ${order.join(', ')}`, (history) => {
    const all = notes(history, task);
    const cut = forEach([3, 2, 1], (depth) => {
      const early = notes(history.before(openingOf(history, `${prefix}c${depth}`)), task);
      const wanted = order.slice(0, order.indexOf(`in-${depth}`) + 1).join(', ');
      return early.join(', ') === wanted
        ? undefined
        : seen(
            `before gate ${prefix}c${depth} was open it noted ${early.join(', ') || 'nothing'}`,
            openingOf(history, `${prefix}c${depth}`),
          );
    });
    return (
      cut ??
      (all.join(', ') === order.join(', ')
        ? undefined
        : seen(`it noted ${all.join(', ') || 'nothing'}: ${journalText(history, task)}`, history.last))
    );
  });

/** Parts that a primitive runs as children have a name of their own. */
const parts = (task: string): readonly string[] => [task, `${task}/0`, `${task}/0/0`];

const claimsFor = (task: string, prefix = ''): readonly Claim[] => [
  unwinds(task, prefix),
  noneOf(...[1, 2, 3].flatMap((depth) => parts(task).map((part) => [part, `after-${depth}`] as const))),
  notCompleted(task),
];

/** Cancels each task, and opens the gates of its cleanups from the inside out. */
const unwinding =
  (tasks: Readonly<Record<string, readonly [program: Program, prefix: string]>>): Workload =>
  async (lab) => {
    await lab.coordinator();
    for (const [task, [program]] of Object.entries(tasks)) lab.submit(task, program);
    await lab.quiesce();
    for (const task of Object.keys(tasks)) lab.cancel(task);
    await lab.quiesce('after the cancel');
    for (const gate of ['c3', 'c2', 'c1', 'g']) {
      for (const [, prefix] of Object.values(tasks)) lab.open(`${prefix}${gate}`);
      await lab.quiesce();
    }
  };

const stood = (history: History, task: string, prefix = '') => ({
  [`the body of ${task} stood at its gate when the cancel returned`]:
    returned(history, history.call('cancel', task)) &&
    notes(history.before(cancelOf(history, task)), task).length === 0 &&
    history.started(task),
  [`the innermost cleanup of ${task} had begun`]: before(
    history.find(({ what, value, task: of }) => what === 'note' && value === 'in-3' && of?.startsWith(task) === true),
    openingOf(history, `${prefix}c3`),
  ),
});

const through = (inside: (body: Program, depth: number) => Program[number]): Cases[string] => ({
  atEveryHop: true,
  workload: unwinding({ T: [frames(inside), ''] }),
  premise: (history) => stood(history, 'T'),
  claims: claimsFor('T'),
});

const lacks = (history: History, task: string): boolean => history.journal(task, 'unsupported').length > 0;

/** Of what is not lent nothing is judged. */
const whereLent = (task: string, { expected, contradiction }: Claim): Claim => ({
  expected,
  contradiction: (history, context) => (lacks(history, task) ? undefined : contradiction(history, context)),
});

const held = frames((body, depth) => ({ hold: { name: `lock-${depth}`, body } }), 'h-');
const used = frames((body, depth) => ({ use: { name: `R${depth}`, dispose: [], body } }), 'u-');

/** PAT-25: nothing on the way keeps a cancellation, or goes on without it. */
export const chain: Cases = {
  'through-all': through((body) => ({ all: [body] })),
  'through-within': through((body) => ({ within: { ms: 3_600_000, body } })),
  'through-scope': through((body, depth) => ({ scope: { name: `s${depth}`, body } })),
  'through-hold-use-or-native-frames': {
    atEveryHop: true,
    workload: unwinding({ H: [held, 'h-'], U: [used, 'u-'] }),
    premise: (history) => ({
      ...(lacks(history, 'H') ? {} : stood(history, 'H', 'h-')),
      ...(lacks(history, 'U') ? {} : stood(history, 'U', 'u-')),
      'one of the two is lent': !lacks(history, 'H') || !lacks(history, 'U'),
    }),
    claims: [
      ...claimsFor('H', 'h-').map((one) => whereLent('H', one)),
      ...claimsFor('U', 'u-').map((one) => whereLent('U', one)),
    ],
  },
};
