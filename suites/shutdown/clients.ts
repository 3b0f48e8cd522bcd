import {
  claim,
  type Context,
  type Contradiction,
  describe,
  type Event,
  forEach,
  type History,
  seen,
} from '../../harness/index.ts';
import { pulls } from '../races/facts.ts';
import { type Cases, tally } from './claims.ts';
import { ranAtTheCall, settled } from './facts.ts';
import { neverTells } from './limits.ts';
import { cleaning, shutDown, untilTold } from './programs.ts';

const short = { grace: 100, force: 100 };
const listeners = [
  ['first client of T1', 'T1'],
  ['second client of T1', 'T1'],
  ['client of T2', 'T2'],
] as const;

/** The word for the event of the shutdown itself. */
export function shutdownWord({ dialect }: Pick<Context, 'dialect'>): string {
  const names = dialect.choice('event.names');
  const word =
    names !== null && typeof names === 'object' ? (names as Readonly<Record<string, unknown>>)['shutdown'] : undefined;
  return typeof word === 'string' ? word : 'shutdown';
}

/** What a client has been told of the shutdown itself. */
export const shutdownEvents = (history: History, context: Context, client: string): readonly Event[] =>
  history
    .all('event')
    .filter(
      ({ who, value }) => who === client && (value as { readonly type?: unknown }).type === shutdownWord(context),
    );

/** Events that the client did not get as often as was declared. */
export function untold(history: History, context: Context, client: string, task: string): Contradiction | undefined {
  const { dialect } = context;
  const kinds = [
    ['terminal', `terminal events of ${task}`, history.terminal(task, client)],
    ['shutdown', 'events of the shutdown', shutdownEvents(history, context, client)],
  ] as const;
  return forEach(kinds, ([kind, text, events]) =>
    dialect.is('shutdown.clientEvent', kind, 'both') && events.length !== 1
      ? seen(`${client} received ${events.length} ${text}`, ...events, settled(history))
      : undefined,
  );
}

/** Who pulls reads what it was given in hops of its own: it has it by the rest that follows the settling. */
function givenInTime(history: History, client: string): History {
  const end = settled(history);
  return history.before(pulls(history, client) ? history.after(end).find(({ kind }) => kind === 'idle') : end);
}

const finalFor = (history: History, context: Context, client: string, task: string): readonly Event[] =>
  context.dialect.is('shutdown.clientEvent', 'shutdown')
    ? shutdownEvents(history, context, client)
    : history.terminal(task, client);

/** SHU-11: the clients of a task are told before the shutdown ends, and are let go. */
export const clients: Cases = {
  'every-client-is-told-before-the-end': {
    absent: (_history, context) => neverTells(context),
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      lab.submit('T1', cleaning('a'));
      lab.submit('T2', cleaning('a'));
      for (const [client, task] of listeners) lab.subscribe(client, task);
      await lab.quiesce();
      shutDown(lab, short);
      await untilTold(lab, 100, 'a');
    },
    premise: (history) => ({
      'T1 ran when shutdown was called': ranAtTheCall(history, 'T1'),
      'T2 ran when shutdown was called': ranAtTheCall(history, 'T2'),
      'T1 has ended': history.ended('T1'),
      'T2 has ended': history.ended('T2'),
      'shutdown has settled': settled(history),
    }),
    claims: [
      claim(
        ({ dialect }) =>
          `each client is told as shutdown.clientEvent=${dialect.value('shutdown.clientEvent')} says, once, before shutdown settles`,
        (history, context) =>
          forEach(listeners, ([client, task]) => untold(givenInTime(history, client), context, client, task)),
      ),
    ],
  },

  'the-stream-ends': {
    absent: (_history, context) => neverTells(context),
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', cleaning('a'));
      lab.connect('client', 'T');
      await lab.quiesce();
      shutDown(lab, short);
      await untilTold(lab, 100, 'a');
    },
    premise: (history, context) => ({
      'T ran when shutdown was called': ranAtTheCall(history, 'T'),
      'the client has read the final event': finalFor(history, context, 'client', 'T')[0],
      'shutdown has settled': settled(history),
    }),
    claims: [
      claim('after the final event the next read is the end of the stream', (history, context) => {
        const final = finalFor(history, context, 'client', 'T').at(-1);
        const later = history.after(final).find(({ what, who }) => who === 'client' && what === 'event');
        if (later) return seen(`the client read ${describe(later.value)} after it`, final, later);
        const ends = history.all('stream').filter(({ who }) => who === 'client');
        return ends.length === 1 ? undefined : seen(`the stream ended ${tally(ends.length)}`, final, history.last);
      }),
    ],
  },
};
