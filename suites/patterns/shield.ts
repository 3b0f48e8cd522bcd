import {
  type Claim,
  claim,
  type Event,
  type History,
  missing,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import { accepted, cancelOf, lentLine } from '../cancellation/facts.ts';
import { type Cases, completes, exactly, inOrder, noneOf, notCompleted, notedBy, notYet, where } from './claims.ts';
import { before, openingOf } from './facts.ts';
import { cancels, opens, plays, waits } from './moves.ts';

const at = {
  cancel: 'after the cancel',
  shutdown: 'after the shutdown call',
  s: 'once s is open',
  t19: 'at 19 ms',
  t20: 'at 20 ms',
  t49: 'at 49 ms',
  t149: 'at 149 ms',
  t150: 'at 150 ms',
};

const section: Program = [{ shield: [{ note: 's1' }, { gate: 's' }, { note: 's2' }] }];
const sheltered: Program = [
  { try: { body: [...section, { check: 'throw' }, { note: 'after' }], finally: [{ note: 'clean' }] } },
];

/** PAT-12: what must not be cut short is not, and the cancel is not lost over it. */
export const shield: Cases = {
  'the-section-ends-then-the-task': {
    atEveryHop: true,
    workload: plays({ control: sheltered, T: sheltered }, { [at.cancel]: cancels('T'), [at.s]: opens('s') }),
    premise: (history) => ({
      'the section had begun when T was cancelled': before(history.noted('T', 's1'), cancelOf(history, 'T')),
      'the cancel call was not refused': accepted(history, history.call('cancel', 'T')),
      'the section could end after that': before(cancelOf(history, 'T'), openingOf(history, 's')),
      'the same body goes on when it is not cancelled': ['s1', 's2', 'after', 'clean'].every((text) =>
        history.noted('control', text),
      ),
    }),
    claims: [
      notedBy('T', 's2', at.s),
      noneOf(['T', 'after']),
      notCompleted('T'),
      where('shield.outer', ['after-section'], notYet('T', 'clean', at.cancel)),
      where('shield.outer', ['after-section'], inOrder(['T', 's2'], ['T', 'clean'])),
    ],
  },
};

const limited = (steps: Program): Program => [
  { try: { body: steps, catch: { timeout: [{ note: 'caught' }] } } },
  { return: 1 },
];
const within20: Program = [{ within: { ms: 20, body: [{ note: 's1' }, { gate: 's' }, { note: 's2' }] } }];

/** The report of the shutdown, if it says that T has not ended. */
const reportOn = (history: History): Event | undefined =>
  history
    .all('shutdown.report')
    .find(({ value }) =>
      (value as { unfinished?: readonly { id: string }[] }).unfinished?.some(({ id }) => id === 'T'),
    );

/** The first shutdown had not settled at that moment. */
const waitsAt = (mark: string): Claim =>
  claim(`the shutdown is pending ${mark}`, (history) => {
    const answer = history.call('shutdown')?.answer;
    return refuted(
      answer && answer.seq < (history.mark(mark)?.seq ?? 0) ? answer : undefined,
      `it had settled at ${answer?.at} ms`,
    );
  });

/** PAT-13: a shield is no way around time, and what it protects is not forgotten. */
export const shieldBounds: Cases = {
  'shutdown-waits-for-the-section': {
    atEveryHop: true,
    workload: async (lab) => {
      await plays({ T: section }, { [at.cancel]: cancels('T') })(lab);
      lab.shutdown(lab.dialect.shutdownMode ?? '');
      await lab.quiesce(at.shutdown);
      lab.open('s');
      await lab.quiesce(at.s);
    },
    premise: (history) => ({
      'the section had begun when T was cancelled': before(history.noted('T', 's1'), cancelOf(history, 'T')),
      'the shutdown was called while the section was open': before(
        history.call('shutdown')?.invoke,
        openingOf(history, 's'),
      ),
    }),
    claims: [
      waitsAt(at.shutdown),
      claim('the section ends before the shutdown does', (history) => {
        const [answer, s2] = [history.call('shutdown')?.answer, history.noted('T', 's2')];
        if (!answer || !s2) return seen(`${s2 ? 'the shutdown' : 'the section'} never ended`, history.last);
        return answer.seq < s2.seq ? seen(`the shutdown settled at ${answer.at} ms, before it`, answer, s2) : undefined;
      }),
      claim('T is not reported as unfinished', (history) => refuted(reportOn(history), 'the report names T')),
    ],
  },

  'shutdown-does-not-wait-for-ever': {
    atEveryHop: true,
    // A section without an end is what the case is about.
    unfinished: ['T'],
    workload: async (lab) => {
      await plays({ T: [{ shield: [{ note: 's1' }, { gate: 'never' }] }] })(lab);
      lab.shutdown(lab.dialect.shutdownMode ?? '', { grace: 100, force: 50 });
      await lab.quiesce();
      await lab.advance(49);
      await lab.quiesce(at.t49);
      await lab.advance(100);
      await lab.quiesce(at.t149);
      await lab.advance(1);
      await lab.quiesce(at.t150);
    },
    premise: (history) => ({
      'the section had begun, and has no end':
        !lentLine(history, 'T', 'shield', 'ok') && before(history.noted('T', 's1'), history.call('shutdown')?.invoke),
    }),
    claims: [
      exactly(waitsAt(at.t49)),
      exactly(where('shutdown.running', ['drain-then-cancel'], waitsAt(at.t149))),
      claim('the shutdown settles when its limits have passed, at 150 ms at the latest', (history) =>
        missing(history.before(at.t150).call('shutdown')?.answer, 'it had not', history.mark(at.t150)),
      ),
      claim('its report names T', (history) =>
        reportOn(history) ? undefined : seen('it does not', history.all('shutdown.report')[0] ?? history.last),
      ),
    ],
  },

  'a-limit-inside-the-section-works': {
    workload: plays(
      { control: limited(within20), T: limited([{ shield: within20 }]) },
      { [at.t19]: waits(19), [at.t20]: waits(1), [at.s]: opens('s') },
    ),
    premise: (history) => ({
      'the section had begun': history.noted('T', 's1'),
      'the same limit ends a section outside a shield': history.before(at.t20).noted('control', 'caught'),
    }),
    claims: [
      exactly(notYet('T', 'caught', at.t19)),
      notedBy('T', 'caught', at.t20),
      noneOf(['T', 's2']),
      completes('T', 1),
    ],
  },
};
