import { type Claim, claim, type Context, firstOf, type History, seen } from '../../harness/index.ts';
import { type Cases, early, endsBefore, fulfils, journalText } from './claims.ts';
import { asked, fulfilled, ranAtTheCall, settled } from './facts.ts';
import { killsAtOnce } from './limits.ts';
import { cleaning, deaf, hour, shutDown } from './programs.ts';

const both = ['T1', 'T2'] as const;

/** Declared or not, a killed body runs no more, and nothing waits for it. */
const killed = (history: History, context: Context): boolean =>
  killsAtOnce(context) || both.every((task) => history.ended(task)?.value === 'killed');

/** A body that is killed has no end of its own to be before anything. */
const unlessKilled = ({ expected, contradiction }: Claim): Claim =>
  claim(expected, (history, context) => (killed(history, context) ? undefined : contradiction(history, context)));

/** SHU-01, SHU-02: shutdown has an end, which is that of the work, and is reached once. */
export const end: Cases = {
  'waits-for-running-bodies': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      lab.submit('T1', deaf('g1', 1));
      lab.submit('T2', deaf('g2', 2));
      await lab.quiesce();
      shutDown(lab, { grace: hour });
      // Nobody waits there: it only marks the moment at which the call has returned.
      lab.open('returned');
      await lab.quiesce('asked');
      lab.open('g1');
      await lab.quiesce('one left');
      lab.open('g2');
    },
    premise: (history) => ({
      'T1 ran when shutdown was called': ranAtTheCall(history, 'T1'),
      'T2 ran when shutdown was called': ranAtTheCall(history, 'T2'),
      'shutdown was called': asked(history),
    }),
    claims: [
      claim('shutdown answers with a promise of its end', (history) => {
        const [answer, back] = [settled(history), history.find(({ who }) => who === 'returned')];
        const plain = answer && back && answer.seq < back.seq;
        return plain ? seen('it returned a plain value: there is no end to wait for', answer) : undefined;
      }),
      claim(
        (context) =>
          killsAtOnce(context)
            ? 'no body goes on after shutdown has settled'
            : 'shutdown is pending while T1 or T2 runs',
        (history, context) => {
          if (!killed(history, context))
            return firstOf(early(history, history.mark('asked')), early(history, history.mark('one left')));
          const later = history.after(settled(history));
          // That a body was killed is seen at its wire, which may be later than the answer.
          const line = both.flatMap((task) => later.journal(task)).find(({ value }) => value !== 'killed');
          return line && seen(`${line.task} went on: ${journalText(history, line.task ?? '')}`, settled(history), line);
        },
      ),
      unlessKilled(endsBefore('T1', 'T2')),
      fulfils('promptly after the last body has ended'),
    ],
  },

  'idle-ends-promptly': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ return: 1 }]);
      await lab.quiesce('idle');
      shutDown(lab, { grace: hour });
    },
    premise: (history) => ({
      'T had ended before the call': history.before('idle').ended('T'),
      'its result was a completion': history.before('idle').result('T')?.kind === 'ok',
      'shutdown was called': asked(history),
    }),
    claims: [fulfils('at once, with nothing running')],
  },

  'a-second-call-changes-nothing': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', cleaning('g', 'f'));
      await lab.quiesce();
      shutDown(lab, { grace: 1_000 });
      await lab.quiesce();
      lab.open('g', 'f');
      await lab.quiesce('over');
      shutDown(lab, { grace: 1_000 });
    },
    premise: (history) => ({
      'the first call was fulfilled before the second': fulfilled(history.before('over')),
      'T had ended': history.before('over').ended('T'),
      'the second call was made': history.calls('shutdown')[1]?.invoke,
    }),
    claims: [
      claim('the second call is fulfilled at once', (history) => {
        const answer = history.calls('shutdown')[1]?.answer;
        if (answer?.kind === 'ok') return undefined;
        return seen(answer ? `it failed: ${String(answer.value)}` : 'it was still pending', answer ?? history.last);
      }),
      claim('it has no further effect: no line, no result, no event', (history) => {
        const effects = new Set(['told', 'cleanup', 'cleaned', 'note', 'end', 'result', 'event', 'start', 'stray']);
        const effect = history.after('over').find(({ what }) => effects.has(what));
        return effect && seen(`${effect.what} of ${effect.task ?? 'nobody'} came after it`, effect);
      }),
    ],
  },
};
