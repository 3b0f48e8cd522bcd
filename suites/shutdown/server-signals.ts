import {
  type Claim,
  claim,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  seen,
  type Signal,
} from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import {
  ample,
  bound,
  byItself,
  declaredOf,
  endOf,
  endsWithin,
  endText,
  opened,
  ranAtSignal,
  seenAlive,
  sentAlive,
  signalAt,
  statusOf,
} from './server-facts.ts';

const cleaning = (gate: string): Program => [
  { try: { body: [{ gate }], finally: [{ gate: `f${gate}` }, { note: 'done' }] } },
];
const deaf: Program = [{ deaf: [{ gate: 'x' }] }];

async function begun(lab: Lab, ...tasks: readonly string[]): Promise<void> {
  await lab.until(`${tasks.join(' and ')} have started`, (history) => tasks.every((task) => history.started(task)));
}

async function twoCleanups(lab: Lab, signal: Signal, opens: boolean): Promise<void> {
  await lab.server.start(ample);
  await lab.server.submit('A', cleaning('a'));
  await lab.server.submit('B', cleaning('b'));
  await begun(lab, 'A', 'B');
  lab.server.signal(signal);
  await lab.server.seen(bound);
  await lab.quiesce('seen');
  if (opens) lab.open('a', 'b');
  await lab.until('both clean up', (history) => ['A', 'B'].every((task) => history.journal(task, 'cleanup')[0]));
  lab.open('fa', 'fb');
  await lab.server.end(bound);
}

const bothCleanUp: Claim = claim('A and B begin their cleanup while the process lives', (history) =>
  forEach(['A', 'B'], (task) => {
    const [line] = history.before(opened('fa')(history)).journal(task, 'cleanup');
    const end = endOf(history);
    if (line && (!end || end.seq > line.seq)) return undefined;
    return seen(`no cleanup of ${task} had begun; ${endText(end)}`, signalAt(history), end);
  }),
);

const bothCleaned: Claim = claim('the cleanups of A and B run to their end', (history) =>
  forEach(['A', 'B'], (task) => {
    const [cleaned, end] = [history.journal(task, 'cleaned')[0], history.ended(task)];
    return cleaned && end && end.value !== 'killed'
      ? undefined
      : seen(`the cleanup of ${task} was cut short; ${endText(endOf(history))}`, endOf(history));
  }),
);

const premise = (history: History) => ({
  'A ran at the signal': ranAtSignal(history, 'A'),
  'B ran at the signal': ranAtSignal(history, 'B'),
  'the signal was sent to a living process': sentAlive(history),
});

const orderly = [bothCleanUp, bothCleaned, endsWithin(bound, 'the last gate was opened', opened('fb'))];

/** Ways in which two signals can follow each other, with the tasks and the end of each. */
const pairs: readonly (readonly [Signal, Signal])[] = [
  ['SIGTERM', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
  ['SIGINT', 'SIGINT'],
];
const short = (signal: Signal): string => signal.slice(3);

/** SHU-13 to SHU-16: what signals do to the process. */
export const serverSignals: Cases = {
  'term-finishes-the-cleanups': {
    workload: (lab) => twoCleanups(lab, 'SIGTERM', true),
    premise,
    claims: orderly,
  },

  'int-finishes-the-cleanups': {
    workload: (lab) => twoCleanups(lab, 'SIGINT', declaredOf(lab.dialect, 'signal.map', 'INT') !== 'fast'),
    premise,
    claims: [
      claim(
        ({ dialect }) =>
          declaredOf(dialect, 'signal.map', 'INT') === 'fast'
            ? 'A and B are told although their gates stay closed'
            : 'neither A nor B is told before its gate is opened',
        (history, { dialect }) => {
          if (declaredOf(dialect, 'signal.map', 'INT') === 'fast') return undefined;
          const told = history.before(opened('a')(history)).all('told')[0];
          return told && seen(`${told.task} was told at once`, told);
        },
      ),
      ...orderly,
    ],
  },

  'the-second-signal-does-what-is-declared': {
    unfinished: pairs.map((_, index) => `T${index}`),
    workload: async (lab) => {
      for (const [index, [first, second]] of pairs.entries()) {
        await lab.server.start(ample);
        await lab.server.submit(`T${index}`, deaf);
        await begun(lab, `T${index}`);
        lab.server.signal(first);
        await lab.server.seen(bound);
        lab.server.signal(second);
        if (declaredOf(lab.dialect, 'signal.second', short(second)) === 'ignore') {
          await lab.quiesce(`ignored ${index}`);
          lab.server.signal(second === 'SIGTERM' ? 'SIGINT' : 'SIGTERM');
        }
        await lab.server.end(bound);
        await lab.quiesce(`over ${index}`);
      }
    },
    premise: (history) =>
      Object.fromEntries(
        pairs.flatMap(([first, second], index) => [
          [`T${index} ran when ${first} was sent`, history.started(`T${index}`)],
          [`${first} had shown when ${second} was sent`, seenIn(history, index)],
        ]),
      ),
    claims: [
      claim(
        'after the second signal, or the one that is not ignored, the process ends within 1 s, and not with code 0',
        (history) =>
          forEach(
            pairs.map((pair, index) => ({ pair, index })),
            ({ pair: [first, second], index }) => {
              const part = partOf(history, index);
              const end = part.all('server.end')[0];
              const last = part.all('server.signal').at(-1);
              if (!end) return seen(`the process lived on after ${first} and ${second}`, last);
              return statusOf(end)?.code === 0
                ? seen(`after ${first} and ${second} ${endText(end)}`, last, end)
                : undefined;
            },
          ),
      ),
    ],
  },

  'the-bound-does-not-move': {
    unfinished: ['T'],
    absent: (_history, { dialect }) =>
      ['TERM', 'INT'].every((name) => declaredOf(dialect, 'signal.second', name) === 'force')
        ? 'a second signal forces the end'
        : undefined,
    workload: async (lab) => {
      const ignored = (['TERM', 'INT'] as const).find(
        (name) => declaredOf(lab.dialect, 'signal.second', name) !== 'force',
      );
      await lab.server.start({ grace: 3_000, force: 100 });
      await lab.server.submit('T', deaf);
      await begun(lab, 'T');
      lab.server.signal('SIGTERM');
      await lab.server.seen(bound);
      if (!ignored) return;
      await lab.pass(2_500);
      lab.server.signal(`SIG${ignored}`);
      await lab.server.end(3_100 + bound - 2_500);
    },
    premise: (history) => ({
      'T ran at the signal': ranAtSignal(history, 'T'),
      'the second signal was sent to a living process': sentAlive(history, 1),
    }),
    claims: [endsWithin(3_100 + bound, 'the first signal', (history) => signalAt(history))],
  },

  'clean-and-incomplete-differ': {
    unfinished: ['T'],
    workload: async (lab) => {
      await lab.server.start(ample);
      await lab.server.submit('A', [{ gate: 'a' }]);
      await begun(lab, 'A');
      lab.server.signal('SIGTERM');
      await lab.server.seen(bound);
      lab.open('a');
      await lab.server.end(bound);
      await lab.quiesce('first');
      await lab.server.start({ grace: 200, force: 200 });
      await lab.server.submit('T', deaf);
      await begun(lab, 'T');
      lab.server.signal('SIGTERM');
      await lab.server.end(400 + bound);
    },
    premise: (history) => ({
      'A ended after the signal': history.after(signalAt(history)).ended('A'),
      'T ran when the signal was sent': history.before(signalAt(history, 1)).started('T'),
      'the first server ended': endOf(history),
      'the second server ended by itself': byItself(endOf(history, 1)) && endOf(history, 1),
    }),
    claims: [
      claim('after a clean shutdown the status is the declared one of success', (history, { dialect }) => {
        const end = endOf(history);
        const status = statusOf(end);
        const wanted = dialect.is('exit.status', '128+n') ? status?.signal === 'SIGTERM' : status?.code === 0;
        return wanted || dialect.is('exit.status', 'custom') ? undefined : seen(endText(end), end);
      }),
      claim('after an incomplete one it is another, and not code 0', (history) => {
        const [clean, incomplete] = [endOf(history), endOf(history, 1)];
        const differs = JSON.stringify(statusOf(clean)) !== JSON.stringify(statusOf(incomplete));
        return firstOf(
          statusOf(incomplete)?.code === 0
            ? seen(`after T was given up ${endText(incomplete)}`, incomplete)
            : undefined,
          differs ? undefined : seen(`in both runs ${endText(incomplete)}`, clean, incomplete),
        );
      }),
    ],
  },
};

/** What happened to the server of that round. */
const partOf = (history: History, index: number): History => {
  const starts = history.all('server.start', undefined, 'ok');
  const part = history.after(starts[index]);
  return starts[index + 1] ? part.before(starts[index + 1]) : part;
};

const seenIn = (history: History, index: number) => seenAlive(partOf(history, index));
