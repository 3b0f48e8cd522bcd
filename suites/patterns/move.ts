import { claim, describe, type Event, type History, type Program, seen } from '../../harness/index.ts';
import { lentLine } from '../cancellation/facts.ts';
import { type Cases, completes, exactly, noneOf, notedBy, toldBy, untold } from './claims.ts';
import { before } from './facts.ts';
import { limited } from './nested.ts';
import { opens, plays, waits } from './moves.ts';

const at = {
  t300: 'at 300 ms',
  t1000: 'at 1000 ms',
  t1099: 'at 1099 ms',
  t1100: 'at 1100 ms',
  t1300: 'at 1300 ms',
  b: 'once b is open',
  move: 'once move is open',
  late: 'after 100 ms more',
  z: 'once z is open',
};

/** Calls of `move`, in order. */
const moved = (history: History): readonly Event[] =>
  history
    .journal('T', 'lent')
    .filter(
      ({ value }) => (value as { step?: unknown }).step === 'move' && (value as { phase?: unknown }).phase === 'call',
    );

const under500 = (body: Program): Program => limited(500, body, 'caught');

/** PAT-22: a limit that is moved is where it was moved to. */
export const move: Cases = {
  'later-then-earlier': {
    workload: plays(
      { T: [...under500([{ gate: 'a' }, { move: 1000 }, { gate: 'b' }, { move: 100 }, { gate: 'c' }]), { return: 1 }] },
      { [at.t300]: waits(300, 'a'), [at.t1000]: waits(700, 'b'), [at.t1099]: waits(99), [at.t1100]: waits(1) },
    ),
    premise: (history) => ({
      'the limit was moved at 300 ms, before it had passed': moved(history.before(at.t300))[0],
    }),
    claims: [
      untold(at.t1000, 'T'),
      exactly(untold(at.t1099, 'T')),
      toldBy(at.t1100, 'T'),
      notedBy('T', 'caught', at.t1100),
    ],
  },

  'moved-to-none': {
    workload: plays(
      {
        control: under500([{ gate: 'x' }]),
        T: [...under500([{ gate: 'a' }, { move: null }, { gate: 'b' }, { return: 1 }]), { note: 'after' }],
      },
      { [at.t300]: waits(300, 'a'), [at.t1300]: waits(1000), [at.b]: opens('b') },
    ),
    premise: (history) => ({
      'the limit was moved at 300 ms': moved(history)[0],
      'a limit that is not moved takes effect': history.before(at.t1300).noted('control', 'caught'),
    }),
    claims: [untold(at.t1300, 'T'), noneOf(['T', 'caught']), notedBy('T', 'after', at.b), completes('T')],
  },

  'too-late-to-move': {
    workload: plays(
      {
        T: [
          { within: { ms: 50, body: [{ later: [{ gate: 'move' }, { move: 10 }] }, { return: 1 }] } },
          { note: 'ended' },
          { gate: 'z' },
          { return: 5 },
        ],
      },
      { [at.move]: opens('move'), [at.late]: waits(100), [at.z]: opens('z') },
    ),
    premise: (history) => ({
      'the scope had ended when its limit was moved':
        before(history.noted('T', 'ended'), moved(history)[0]) && moved(history)[0],
    }),
    claims: [
      claim('the call fails, or answers no', (history) => {
        const ok = lentLine(history, 'T', 'move', 'ok');
        const value = (ok?.value as { value?: unknown } | undefined)?.value;
        return !ok || value === false || value === null ? undefined : seen(`it answered ${describe(value)}`, ok);
      }),
      untold(at.late, 'T'),
      completes('T', 5),
    ],
  },
};
