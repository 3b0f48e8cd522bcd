import { claim, type Context, type History, seen } from '../../harness/index.ts';
import { type Cases, tally } from './claims.ts';
import { shutdownEvents } from './clients.ts';
import { bound, closedOn, endOf, endsWithin, ranAtSignal, sentAlive, signalAt } from './server-facts.ts';
import { answered, brief, held, justSignal, lastOn, whole } from './server-held.ts';

/** The final events of T that the stream did not carry as often as was declared. */
function unread(history: History, context: Context): string | undefined {
  const kinds = [
    ['terminal', 'a terminal event of T', history.terminal('T', 'c').length],
    ['shutdown', 'an event of the shutdown', shutdownEvents(history, context, 'c').length],
  ] as const;
  const wrong = kinds.find(([kind, , n]) => context.dialect.is('shutdown.clientEvent', kind, 'both') && n !== 1);
  return wrong && `it carried ${wrong[1]} ${tally(wrong[2])}`;
}

/** SHU-18: event streams, which do not end by themselves. */
export const serverStreams: Cases = {
  'an-event-stream': {
    workload: async (lab) => {
      await lab.server.start(brief);
      await lab.server.connect('c');
      lab.server.get('c', '/sse');
      await lab.until('the stream has begun', () => lab.server.received('c').includes('\r\n\r\n'));
      await held(lab, 'b', 'r1', 'close');
      lab.server.signal('SIGTERM');
      await lab.server.seen(bound);
      lab.open('r1');
      await answered(lab, 'b');
      await lab.server.end(whole);
    },
    premise: lastOn('b', 'r1'),
    claims: [
      endsWithin(whole, 'the signal', justSignal),
      claim('the stream reaches its end', (history) =>
        closedOn(history, 'c') ? undefined : seen('its connection was still open', endOf(history)),
      ),
    ],
  },

  'the-stream-tells-how-its-tasks-end': {
    absent: (history) =>
      history.before(signalAt(history)).delivered('T', 'c').length > 0 || history.all('submit', 'T', 'fail').length > 0
        ? undefined
        : 'the lines of its stream are no events of tasks',
    workload: async (lab) => {
      await lab.server.start(brief);
      await lab.server.connect('c');
      lab.server.get('c', '/sse');
      await lab.until('the stream has begun', () => lab.server.received('c').includes('\r\n\r\n'));
      await lab.server.submit('T', [{ gate: 't' }, { return: 1 }]);
      await lab.until('T has started', (history) => history.started('T') !== undefined);
      await lab.until('the stream tells of T', (history) => {
        lab.server.read('c');
        return history.delivered('T', 'c').length > 0;
      });
      lab.server.signal('SIGTERM');
      await lab.server.seen(bound);
      lab.open('t');
      await lab.server.end(whole);
      lab.server.read('c');
      await lab.quiesce('read');
    },
    premise: (history) => ({
      'T ran at the signal': ranAtSignal(history, 'T'),
      'the signal was sent to a living process': sentAlive(history),
      'T has ended after the signal': history.after(signalAt(history)).ended('T'),
    }),
    claims: [
      claim(
        ({ dialect }) =>
          `the stream carries what shutdown.clientEvent=${dialect.value('shutdown.clientEvent')} says, once, before its end`,
        (history, context) => {
          const told = unread(history, context);
          return told === undefined
            ? undefined
            : seen(told, history.delivered('T', 'c').at(-1), closedOn(history, 'c'), endOf(history));
        },
      ),
      claim('the stream reaches its end', (history) =>
        closedOn(history, 'c') ? undefined : seen('its connection was still open', history.mark('read')),
      ),
    ],
  },
};
