import {
  claim,
  type Context,
  describe,
  emissionOf,
  type Event,
  firstOf,
  forEach,
  type History,
  missing,
  seen,
  type TaskEvent,
} from '../../harness/index.ts';
import { type Cases, secondTerminal, tally } from './claims.ts';
import { cancelOf, lentLine, reached } from './facts.ts';
import { waits } from './programs.ts';

/** Events that a paused client is kept, where nobody declares a number. */
const defaultBuffer = 1024;
const told = ['c1', 'c2', 'c3'] as const;

/** CAN-04, CAN-05: every client is told the end of a cancelled task, and told it once. */
export const clients: Cases = {
  'all-clients-are-told': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', waits('g'));
      for (const client of told) lab.subscribe(client, 'T');
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce('cancelled');
    },
    premise: (history) => ({
      'three clients were subscribed before the cancel': told.every((client) => joined(history, 'subscribe', client)),
      'T was told and has ended': reached(history, 'T') && history.ended('T'),
    }),
    claims: [
      claim('c1, c2 and c3 each receive a terminal event of T that is not a completion', (history) =>
        forEach(told, (client) => untold(history, client, told)),
      ),
    ],
  },

  'a-paused-client-is-told': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', waits('g'));
      lab.connect('c1', 'T');
      lab.connect('c2', 'T');
      await lab.quiesce();
      lab.pause('c2');
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce('cancelled');
      lab.resume('c2');
      await lab.quiesce('resumed');
    },
    premise: (history, context) => ({
      'both clients were connected before the cancel': ['c1', 'c2'].every((c) => joined(history, 'connect', c)),
      'c2 was paused before the cancel': history.before(cancelOf(history, 'T')).all('pause', undefined, 'ok')[0],
      'T was told and has ended': reached(history, 'T') && history.ended('T'),
      'fewer events than the buffer takes': history.delivered('T', 'c1').length < bufferOf(context),
    }),
    claims: [
      claim('c1 receives the terminal event of T while c2 is paused', (history) =>
        untold(history.before('cancelled'), 'c1', ['c1']),
      ),
      claim('c2 reads the terminal event of T once it is resumed, and then the end of its stream', (history) => {
        const end = history.find(({ what, who }) => what === 'stream' && who === 'c2');
        return firstOf(
          untold(history, 'c2', ['c1', 'c2']),
          missing(end, 'the stream of c2 did not end', history.mark('resumed')),
        );
      }),
    ],
  },

  'a-notice-of-the-same-name': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T0', waits('g0'));
      lab.subscribe('c0', 'T0');
      await lab.quiesce();
      lab.cancel('T0');
      await lab.quiesce('control');
      const name = typeOf(lab.history.terminal('T0', 'c0')[0]) ?? 'cancelled';
      lab.submit('T', [{ try: { body: waits('g'), finally: notice(name) } }]);
      lab.subscribe('c', 'T');
      await lab.quiesce();
      lab.cancel('T');
    },
    premise: (history) => ({
      'T0 had one terminal event': history.terminal('T0', 'c0').length === 1,
      'T was told': reached(history, 'T'),
      'the emit was answered': lentLine(history, 'T', 'emit', 'ok') ?? refused(history),
    }),
    claims: [
      claim('c receives exactly one terminal event of T', (history) => {
        const none = missing(history.terminal('T', 'c')[0], 'c received none', history.ended('T'));
        return firstOf(secondTerminal(history, 'T'), none);
      }),
      claim(
        ({ dialect }) =>
          dialect.is('terminal.authority', 'body-first')
            ? "c receives one event of that name, the body's own"
            : "c receives the body's notice too, as an event that is not terminal, unless the emit was refused",
        (history, context) => noticed(history, context),
      ),
    ],
  },
};

const notice = (name: string) => [
  { try: { body: [{ emit: { type: name } }], catch: { failed: [{ note: 'refused' }] } } },
];
const refused = (history: History): Event | undefined =>
  history.noted('T', 'refused') ?? lentLine(history, 'T', 'emit', 'fail');

/** The call by which the client came was answered before the cancel. */
const joined = (history: History, what: 'subscribe' | 'connect', client: string): boolean =>
  history
    .before(cancelOf(history, 'T'))
    .all(what, undefined, 'ok')
    .some(({ who }) => who === client);

/** The client has not received an end of T; what the others received is said beside it. */
function untold(history: History, client: string, all: readonly string[]) {
  const isEnd = (event: Event): boolean => history.endingOf(event, 'events') !== 'completed';
  if (history.terminal('T', client).some(isEnd)) return undefined;
  const got = (who: string): string => `${who}: ${history.delivered('T', who).map(typeOf).join(', ') || 'nothing'}`;
  return seen(`${client} received no such event (${all.map(got).join('; ')})`, history.ended('T'), history.last);
}

const typeOf = (event: Event | undefined): string | undefined => (event?.value as TaskEvent | undefined)?.type;

function bufferOf({ dialect }: Context): number {
  const choice = dialect.choice('client.buffer');
  const count = typeof choice === 'number' ? choice : dialect.parameter('client.buffer', 'count');
  return typeof count === 'number' ? count : defaultBuffer;
}

/** With an outcome published at acceptance the body's notice comes too late for anybody to read it. */
function noticed(history: History, { dialect }: Context) {
  const name = typeOf(history.terminal('T0', 'c0')[0]);
  const named = history.delivered('T', 'c').filter((event) => typeOf(event) === name);
  const text = `c received ${describe(name)} of T ${tally(named.length)}`;
  if (dialect.is('terminal.authority', 'body-first')) return named.length === 1 ? undefined : seen(text, ...named);
  if (!dialect.is('terminal.when', 'after-cleanup') || refused(history)) return undefined;
  const isOwn = (event: Event): boolean =>
    history.endingOf(event, 'events') == null && emissionOf(event.value as TaskEvent).type === name;
  const own = history.delivered('T', 'c').find(isOwn);
  return missing(own, `${text}, and each was terminal`, lentLine(history, 'T', 'emit', 'ok'));
}
