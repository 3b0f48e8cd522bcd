import { claim, type History, type Lab, refuted, seen } from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import {
  ample,
  answeredFully,
  bound,
  byItself,
  closedOn,
  endOf,
  endsWithin,
  heldAtSignal,
  isGood,
  opened,
  probesOf,
  responseOn,
  type Response,
  seenAlive,
  sentAlive,
  signalAt,
} from './server-facts.ts';
import { answered, brief, held, justSignal, lastOn, whole } from './server-held.ts';

const after = (history: History): History => history.after(signalAt(history));

/** SHU-17, SHU-18, SHU-19 and SHU-25: what becomes of connections. */
export const serverHttp: Cases = {
  'the-request-finishes-and-newcomers-are-refused': {
    workload: async (lab) => {
      await lab.server.start(ample);
      await lab.server.probe('/ok');
      await held(lab, 'c', 'r1', 'close');
      lab.server.signal('SIGTERM');
      await lab.server.probeUntilChanged('/ok', bound);
      for (let n = 0; n < 5; n++) await lab.server.probe('/ok');
      lab.open('r1');
      await answered(lab, 'c');
      await lab.server.end(bound);
    },
    premise: (history) => ({
      'a fresh connection was answered before the signal': history
        .before(signalAt(history))
        .find((event) => event.what === 'server.probe' && event.kind === 'ok' && isGood(event)),
      'the request on c waited at the signal': heldAtSignal(history, 'r1'),
      'the signal was sent to a living process': sentAlive(history),
    }),
    claims: [
      claim('fresh connections are refused, or answered 503, from then on', (history) => {
        const probes = probesOf(after(history), '/ok');
        const first = probes.findIndex((one) => !isGood(one));
        if (first < 0)
          return seen(`${probes.length} fresh connections were all answered 2xx`, signalAt(history), probes.at(-1));
        const again = probes.slice(first).find(isGood);
        return again && seen('after the first refusal a fresh connection was answered 2xx', probes[first], again);
      }),
      claim('c is open until r1 is opened', (history) =>
        refuted(
          history.before(opened('r1')(history)).all('server.closed')[0],
          'the connection was ended while its request was under way',
        ),
      ),
      claim('c carries one complete response', (history) =>
        answeredFully(history, 'c', 'done r1')
          ? undefined
          : seen('it did not', responseOn(history, 'c') ?? closedOn(history, 'c')),
      ),
    ],
  },

  'a-silent-connection': {
    workload: async (lab) => {
      await lab.server.start(brief);
      await lab.server.connect('m');
      await lab.server.probe('/ok');
      await held(lab, 'b', 'r1', 'close');
      lab.server.signal('SIGTERM');
      await lab.server.seen(bound);
      lab.open('r1');
      await answered(lab, 'b');
      await lab.server.end(whole);
    },
    premise: (history) => ({
      'a later connection was answered': probesOf(history.before(signalAt(history)), '/ok').find(isGood),
      'the silent connection was open at the signal': !closedOn(history.before(signalAt(history)), 'm'),
      ...lastOn('b', 'r1')(history),
    }),
    claims: [endsWithin(whole, 'the signal', justSignal)],
  },

  'a-silent-connection-to-any-server': {
    workload: async (lab) => {
      await lab.server.start(brief);
      await lab.server.connect('m');
      await lab.server.probe('/');
      lab.server.signal('SIGTERM');
      await lab.server.end(whole);
    },
    premise: (history) => ({
      'a later connection was answered': probesOf(history.before(signalAt(history)), '/').find(
        ({ value }) => typeof value === 'number',
      ),
      'the silent connection was open at the signal': !closedOn(history.before(signalAt(history)), 'm'),
      'the signal was sent to a living process': sentAlive(history),
      'the process did not simply die of the signal': endOf(history) === undefined || byItself(endOf(history)),
    }),
    claims: [endsWithin(whole, 'the signal', justSignal)],
  },

  'a-keep-alive-connection-with-a-request-in-flight': {
    workload: async (lab) => {
      await lab.server.start(brief);
      await held(lab, 'c', 'r1');
      lab.server.signal('SIGTERM');
      await lab.server.seen(bound);
      lab.open('r1');
      await answered(lab, 'c');
      await lab.server.end(whole);
    },
    premise: lastOn('c', 'r1'),
    claims: [endsWithin(whole, 'the signal', justSignal)],
  },

  'an-idle-connection-is-closed': {
    unfinished: ['GET /gate/r1'],
    workload: async (lab) => {
      await lab.server.start(ample);
      await held(lab, 'b', 'r1');
      await lab.server.connect('c');
      lab.server.get('c', '/ok');
      await answered(lab, 'c');
      lab.server.signal('SIGTERM');
      await lab.server.seen(bound);
      await lab.until('c is closed', (history) => closedOn(history, 'c') !== undefined);
      await lab.quiesce('watched');
    },
    premise: (history) => ({
      'the response on c was complete': responseOn(history.before(signalAt(history)), 'c'),
      'c was open at the signal': !closedOn(history.before(signalAt(history)), 'c'),
      'the request on b was held at the signal': heldAtSignal(history, 'r1'),
      'the signal was sent to a living process': sentAlive(history),
      // Without it, a server that takes no notice and ends idle connections after a while would pass.
      'the signal had shown, and the process lived': seenAlive(history),
    }),
    claims: [
      claim(`c is ended within ${bound} ms after the signal, while the process lives`, (history) => {
        const [closed, end] = [closedOn(history, 'c'), endOf(history.before('watched'))];
        if (!closed) return seen('the idle connection was left open', signalAt(history), history.mark('watched'));
        // The request on b is still held: a process that is over by now has not waited for it.
        if (end) return seen('it ended with the process', closed, end);
        const took = closed.at - (signalAt(history)?.at ?? 0);
        return took > bound ? seen(`the idle connection was ended ${took} ms after the signal`, closed) : undefined;
      }),
    ],
  },

  'the-last-response-says-close': {
    workload: async (lab) => {
      await lab.server.start(ample);
      await held(lab, 'c', 'r1');
      lab.server.signal('SIGTERM');
      await lab.server.seen(bound);
      lab.open('r1');
      await answered(lab, 'c');
      await lab.server.end(bound);
    },
    premise: (history) => ({
      'the signal had shown when r1 was opened': seenAlive(history.before(opened('r1')(history))),
      ...lastOn('c', 'r1')(history),
    }),
    claims: [
      claim('the response on c carries `Connection: close`', (history) => {
        const response = responseOn(history, 'c');
        const { head = '' } = (response?.value ?? {}) as Partial<Response>;
        return /^connection: *close/im.test(head)
          ? undefined
          : seen(`its head is ${head.replaceAll('\r\n', ', ')}`, response);
      }),
    ],
  },

  'not-ready-while-still-answering': {
    absent: (history) =>
      history.all('server.start').length > 0
        ? undefined
        : 'the target names no readiness path, or does not declare shutdown.limits.prestop',
    workload: async (lab) => {
      const { readiness } = lab.server;
      if (readiness === undefined || !waitsBefore(lab)) return;
      await lab.server.start({ ...ample, prestop: 1_000 });
      await lab.server.probe(readiness);
      await held(lab, 'c', 'r1');
      lab.server.signal('SIGTERM');
      await lab.server.probeUntilChanged(readiness, bound);
      await lab.server.probe('/ok');
      await lab.quiesce('unready');
      await lab.server.probeUntilChanged('/ok', 1_000 + bound);
      lab.open('r1');
      await answered(lab, 'c');
      await lab.server.end(bound);
    },
    premise: (history) => ({
      'readiness was 2xx before the signal': history
        .before(signalAt(history))
        .find((event) => event.what === 'server.probe' && event.kind === 'ok' && isGood(event)),
      'the request on c waited at the signal': heldAtSignal(history, 'r1'),
    }),
    claims: [
      claim('readiness is answered, and not by 2xx', (history) => {
        const last = after(history).before('unready').all('server.probe', undefined, 'ok').at(-2);
        return typeof last?.value === 'number' && !isGood(last)
          ? undefined
          : seen(`its answer was ${String(last?.value)}`, last);
      }),
      claim('the server still answers then', (history) => {
        const [answer] = probesOf(after(history).before('unready'), '/ok');
        return answer && isGood(answer) ? undefined : seen(`a fresh connection was ${String(answer?.value)}`, answer);
      }),
      claim('fresh connections are refused once the delay is over', (history) => {
        const last = probesOf(history.after('unready'), '/ok').at(-1);
        return last && !isGood(last) ? undefined : seen('they were still answered', last);
      }),
      claim('c carries one complete response', (history) =>
        answeredFully(history, 'c', 'done r1')
          ? undefined
          : seen('it did not', responseOn(history, 'c') ?? closedOn(history, 'c')),
      ),
    ],
  },
};

/** The target declares a delay between being told and closing. */
function waitsBefore({ dialect }: Lab): boolean {
  const limits = dialect.choice('shutdown.limits') as { prestop?: unknown } | string | undefined;
  const prestop = typeof limits === 'object' ? limits.prestop : undefined;
  return prestop === 'asked' || Number(prestop) >= 200;
}
