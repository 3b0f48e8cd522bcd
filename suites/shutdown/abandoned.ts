import { claim, type Context, describe, firstOf, type History, missing, seen, sights } from '../../harness/index.ts';
import { type Cases, completion } from './claims.ts';
import { untold } from './clients.ts';
import { ranAtTheCall, settled } from './facts.ts';
import { deadlineOf } from './limits.ts';
import { deaf, shutDown } from './programs.ts';

const brief = { grace: 50, force: 50 };
const isKept = ({ dialect }: Context): boolean => dialect.is('abandoned', 'kept');
const opened = (history: History) => history.find(({ what, who }) => what === 'open' && who === 'x');

/** SHU-27: whoever waits for a task that is given up has an answer, and only one. */
export const abandoned: Cases = {
  'answered-when-shutdown-gives-up': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', deaf('x', 7));
      await lab.quiesce();
      shutDown(lab, brief);
      await lab.advance(deadlineOf(lab.dialect, brief));
      await lab.quiesce('given up');
      lab.open('x');
      await lab.quiesce();
      await lab.read('late', 'T');
    },
    premise: (history, context) => ({
      'T ran when shutdown was called': ranAtTheCall(history, 'T'),
      'T had not ended when shutdown settled':
        settled(history.before('given up')) && !history.before('given up').ended('T'),
      'T ended later': history.after('given up').ended('T'),
      'what is given back can be seen in a next instance': !isKept(context) || context.offer.reopen !== undefined,
    }),
    claims: [
      claim('the result of T has settled when shutdown has, and not as a completion', (history, context) =>
        isKept(context)
          ? undefined
          : firstOf(
              missing(history.before('given up').result('T'), 'it was still pending', history.mark('given up')),
              completion(history, 'T'),
            ),
      ),
      claim(
        ({ dialect }) =>
          `the client is told once, as shutdown.clientEvent=${dialect.value('shutdown.clientEvent')} says`,
        (history, context) =>
          isKept(context) || !context.offer.events
            ? undefined
            : untold(history.before('given up'), context, 'watcher', 'T'),
      ),
      claim('the late end of T changes and repeats nothing', (history, context) => {
        if (isKept(context)) return undefined;
        const later = history.after(opened(history));
        const again = later.find(
          ({ what, task, who }) => task === 'T' && (what === 'result' || (what === 'event' && who === 'watcher')),
        );
        const late = sights(history, 'T').find(({ ending }) => ending === 'completed');
        return firstOf(
          again &&
            seen(
              `${again.what === 'event' ? 'the client received' : 'the result settled with'} ${describe(again.value)} after it`,
              again,
            ),
          late && seen(`the ${late.view} of T tells a completion`, late.event),
        );
      }),
      claim('the late end of T is no stray error', (history) => {
        const stray = history.after(opened(history)).find(({ what }) => what === 'stray');
        return stray && seen(`${stray.who} with ${describe(stray.value)}`, stray);
      }),
    ],
  },
};
