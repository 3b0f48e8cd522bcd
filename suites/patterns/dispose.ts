import { type Claim, claim, firstOf, type History, type Program, seen, sights } from '../../harness/index.ts';
import { cancelOf, returned } from '../cancellation/facts.ts';
import type { Context, Contradiction } from '../../harness/index.ts';
import { type Cases, completes, noneOf, notCompleted, resultText } from './claims.ts';
import { findError, inResults, keeps } from './errors.ts';
import { deliveredTo, endingOf, openingOf, standing, threw } from './facts.ts';
import { cancels, type Move, type Moves, opens, plays, waits } from './moves.ts';

const at = { end: 'once the body has ended', d3: 'once d3 is open', d2: 'once d2 is open', d1: 'once d1 is open' };

const using = (name: string, dispose: Program, body: Program): Program => [{ use: { name, dispose, body } }];
const three = (body: Program): Program =>
  using('R1', [{ gate: 'd1' }], using('R2', [{ gate: 'd2' }], using('R3', [{ gate: 'd3' }], body)));

/** A cleanup that is registered with the task and says what a disposal says. */
const registers = (name: string, during: Program): Program => [
  { defer: [{ note: `-${name}` }, ...during, { note: `-${name}.` }] },
];
const deferring = (body: Program): Program => [
  ...['1', '2', '3'].flatMap((number) => registers(`R${number}`, [{ gate: `d${number}` }])),
  ...body,
];

const openings: Moves = { [at.d3]: opens('d3'), [at.d2]: opens('d2'), [at.d1]: opens('d1') };
const wanted = ['-R3', '-R3.', '-R2', '-R2.', '-R1', '-R1.'];

const disposals = (history: History): readonly string[] =>
  history
    .journal('T', 'note')
    .map(({ value }) => String(value))
    .filter((text) => text.startsWith('-'));

/** The journal has `-R3` where a disposal begins and `-R3.` where it has ended. */
const inReverse: Claim = claim(
  'the resources are disposed in reverse, each once, each awaited before the next',
  (history) => {
    const early = disposals(history.before(at.end));
    if (early.join() !== '-R3')
      return seen(`before gate d3 was open the journal had ${early.join(', ') || 'no disposal'}`, history.mark(at.end));
    const all = disposals(history);
    return all.join() === wanted.join() ? undefined : seen(`the journal has ${all.join(', ')}`, history.last);
  },
);

/** No view shows an outcome before the last disposal has ended; a stopped task's may, where that is declared. */
const endsAfter = (early: (context: Context) => boolean): Claim =>
  claim('no view shows an outcome of T before -R1 has ended', (history, context): Contradiction | undefined => {
    if (early(context)) return undefined;
    const end = history.noted('T', '-R1.');
    const [sight] = sights(history.before(end), 'T');
    return firstOf(sight && seen(`${sight.view} shows ${sight.ending} at ${sight.event.at} ms`, sight.event, end));
  });

const never = (): boolean => false;
const ifCancelled = ({ dialect }: Context): boolean => !dialect.is('terminal.when', 'after-cleanup');
const ifTimedOut = ({ dialect }: Context): boolean => dialect.is('timeout.settle', 'early');

const registered = (history: History, place: Parameters<History['before']>[0]): boolean =>
  ['+R1', '+R2', '+R3'].every((text) => history.before(place).noted('T', text));

const disposing = (body: Program, move: Move, timeout?: number) =>
  plays(
    { T: three(body) },
    { [at.end]: move, ...openings },
    timeout === undefined ? {} : { settings: { T: { timeout } } },
  );

/** PAT-26: what was taken last is given back first. */
export const dispose: Cases = {
  'on-cancel': {
    atEveryHop: true,
    workload: disposing([{ gate: 'g' }, { note: 'after' }], cancels('T')),
    premise: (history) => ({
      'the three resources were in use': registered(history, cancelOf(history, 'T')),
      'the body stood at its gate': standing(history, { T: 'g' }, cancelOf(history, 'T')),
      'the cancel call returned': returned(history, history.call('cancel', 'T')),
    }),
    claims: [inReverse, endsAfter(ifCancelled), noneOf(['T', 'after']), notCompleted('T')],
  },

  'on-return': {
    workload: disposing([{ gate: 'g' }, { return: 1 }], opens('g')),
    premise: (history) => ({ 'the three resources were in use': registered(history, openingOf(history, 'g')) }),
    claims: [inReverse, endsAfter(never), completes('T', 1)],
  },

  'on-throw': {
    workload: disposing([{ gate: 'g' }, { throw: 'E' }], opens('g')),
    premise: (history) => ({
      'the three resources were in use when E was thrown': registered(history, openingOf(history, 'g')),
    }),
    claims: [
      inReverse,
      endsAfter(never),
      claim('T fails, and E can be found in what it rejects with', (history) =>
        endingOf(history, 'T') !== 'completed' && inResults(history, 'E', 'T')
          ? undefined
          : seen(`its result ${resultText(history.result('T'))}`, history.result('T') ?? history.last),
      ),
    ],
  },

  'on-return-as-registered': {
    workload: plays({ T: deferring([{ gate: 'g' }, { return: 1 }]) }, { [at.end]: opens('g'), ...openings }),
    premise: (history) => ({
      'the three cleanups were registered, and the body stood at its gate': standing(
        history,
        { T: 'g' },
        openingOf(history, 'g'),
      ),
    }),
    claims: [inReverse, endsAfter(never), completes('T', 1)],
  },

  'on-timeout': {
    workload: disposing([{ gate: 'g' }, { note: 'after' }], waits(50), 50),
    premise: (history) => ({
      'the three resources were in use': registered(history, at.end),
      'the body was told at its limit': deliveredTo(history.before(at.end), 'T'),
    }),
    claims: [inReverse, endsAfter(ifTimedOut), noneOf(['T', 'after']), notCompleted('T')],
  },
};

const began = (history: History, name: string) => history.noted('T', `-${name}`);

/** The disposals that have begun, in order; a failing one has no end. */
const allBegin = (...names: readonly string[]): Claim =>
  claim(`the disposals of ${names.join(', ')} begin in this order`, (history) => {
    const found = disposals(history).filter((text) => !text.endsWith('.'));
    return found.join() === names.map((name) => `-${name}`).join()
      ? undefined
      : seen(`the journal has ${found.join(', ') || 'no disposal'}`, history.last);
  });

const foundD: Claim = claim('D can be found in what T rejects with', (history) =>
  findError(history.result('T')?.kind === 'fail' ? history.result('T')?.value : undefined, 'D') === undefined
    ? seen(`its result ${resultText(history.result('T'))}`, history.result('T') ?? history.last)
    : undefined,
);

/** PAT-27: a second error does not hide the first, nor the first the second. */
export const disposeErrors: Cases = {
  'body-and-disposers-fail': {
    workload: plays(
      {
        T: using(
          'R1',
          [{ throw: 'D1' }],
          using('R2', [{ gate: 'd2' }], using('R3', [{ throw: 'D3' }], [{ gate: 'g' }, { throw: 'E' }])),
        ),
      },
      { [at.end]: opens('g'), [at.d2]: opens('d2') },
    ),
    premise: (history) => ({
      'E was thrown, and the first disposal failed': openingOf(history, 'g') && began(history, 'R3'),
    }),
    claims: [
      allBegin('R3', 'R2', 'R1'),
      claim('T fails', (history) =>
        endingOf(history, 'T') === 'failed' || threw(history, 'T')
          ? undefined
          : seen(`its result ${resultText(history.result('T'))}`, history.result('T') ?? history.last),
      ),
      keeps(['E', 'D3', 'D1'], 'T'),
    ],
  },

  'a-registered-cleanup-fails': {
    workload: plays(
      { T: [...registers('R1', []), ...registers('R2', [{ throw: 'D' }]), { gate: 'g' }, { return: 1 }] },
      { [at.end]: opens('g') },
    ),
    premise: (history) => ({ 'the failing cleanup began': began(history, 'R2') }),
    claims: [allBegin('R2', 'R1'), foundD],
  },

  'only-a-disposer-fails': {
    workload: plays({ T: using('R1', [], using('R2', [{ throw: 'D' }], [{ return: 1 }])) }),
    premise: (history) => ({ 'the failing disposal began': began(history, 'R2') }),
    claims: [allBegin('R2', 'R1'), foundD],
  },
};
