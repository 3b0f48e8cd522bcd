import {
  type Claim,
  claim,
  type Contradiction,
  describe,
  type Diagnostic,
  firstOf,
  forEach,
  type History,
  refuted,
  seen,
} from '../../harness/index.ts';
import { beganAfter, settles } from './claims.ts';
import {
  begun,
  call,
  calls,
  type Cases,
  lasting,
  openTurns,
  over,
  settledBy,
  started,
  longAfter,
  calm,
} from './facts.ts';

const incoming = ['m1', 'm2', 'm3'] as const;
const outgoing = ['o1', 'o2', 'o3'] as const;

/** LIF-09: messages and turns around a stop. */
export const messages: Cases = {
  'incoming-messages': {
    atEveryHop: true,
    workload: async (lab) => {
      await started(lab, { ...calm, handle: (message) => (message === 'm1' ? { gate: 'h' } : {}) });
      for (const message of incoming) lab.services.deliver(message);
      await lab.quiesce();
      lab.services.stop('S');
      openTurns(lab);
      await lab.quiesce('stopping');
      lab.open('h');
      await lab.quiesce('opened');
      lab.services.deliver('m4');
      await longAfter(lab);
    },
    premise: (history) => ({
      'm1 was being handled when the stop was called': lasting(
        history.before(call(history, 'stop')?.invoke),
        'port.handle',
        'm1',
      )[0],
      'the connection was closed, or a later message arrived':
        begun(history, 'port.close')[0] ??
        history.all('peer.says').find(({ who, value }) => who === 'm4' && value === true),
    }),
    absent: (history) => (begun(history, 'port.handle').length === 0 ? 'messages are not handled' : undefined),
    claims: [
      settles('stop'),
      claim('no message is handled after the stop has settled, and none that arrives then', (history) =>
        firstOf(
          beganAfter(history, call(history, 'stop')?.answer, 'port.handle'),
          refuted(begun(history, 'port.handle', 'm4')[0], 'm4, which arrived afterwards, was handled'),
        ),
      ),
      claim('the stop waits for the message that is being handled, or names it as left over', (history) =>
        settledBy(history, 'stopping', call(history, 'stop')) && !left(history, 'm1')
          ? seen('it settled while m1 was being handled', call(history, 'stop')?.answer)
          : undefined,
      ),
      claim('each accepted message is handled once, or named as left over, and not both', (history) =>
        forEach(incoming, (message) =>
          accounted(history, message, begun(history, 'port.handle', message).length, left(history, message)),
        ),
      ),
    ],
  },

  'loop-turns': {
    atEveryHop: true,
    workload: async (lab) => {
      await started(lab, calm);
      lab.services.stop('S');
      await lab.quiesce('held');
      openTurns(lab);
      await lab.quiesce();
      await longAfter(lab);
    },
    premise: (history) => ({
      'a turn was under way when the stop was called': lasting(
        history.before(call(history, 'stop')?.invoke),
        'port.turn',
      )[0],
    }),
    claims: [
      claim('the stop waits for the turn', (history) =>
        refuted(settledBy(history, 'held', call(history, 'stop')), 'it settled while the turn was under way'),
      ),
      settles('stop'),
      noTurnAfter(),
    ],
  },

  'outgoing-messages': {
    atEveryHop: true,
    workload: async (lab) => {
      await started(lab, { ...calm, send: () => ({ gate: 'o' }) });
      for (const message of outgoing) lab.services.send('S', message);
      await lab.quiesce();
      lab.services.stop('S');
      openTurns(lab);
      await lab.quiesce();
      lab.open('o');
      await lab.quiesce();
      await longAfter(lab);
    },
    premise: (history) => ({
      'o1 was being sent when the stop was called': lasting(
        history.before(call(history, 'stop')?.invoke),
        'port.send',
        'o1',
      )[0],
      'o2 and o3 had been accepted': outgoing.every(
        (message) => sendOf(history, message)?.invoke && !rejectedAtOnce(history, message),
      ),
    }),
    claims: [
      settles('stop'),
      claim('nothing begins to be sent after the stop has settled', (history) =>
        beganAfter(history, call(history, 'stop')?.answer, 'port.send'),
      ),
      claim('each accepted message is sent once, or its own promise rejects, or it is named as left over', (history) =>
        forEach(outgoing, (message) => {
          const sent = begun(history, 'port.send', message).length;
          const told = sendOf(history, message)?.answer?.kind === 'fail' || left(history, message);
          return sent === 1 || (sent === 0 && told)
            ? undefined
            : seen(
                `${message} was sent ${sent} times, and ${told ? 'reported' : 'not reported'} as left over`,
                sendOf(history, message)?.invoke,
                history.last,
              );
        }),
      ),
    ],
  },
};

function noTurnAfter(): Claim {
  return claim('no turn begins after it has settled', (history) =>
    beganAfter(history, call(history, 'stop')?.answer, 'port.turn'),
  );
}

const sendOf = (history: History, message: string) =>
  calls(history, 'send').find(({ invoke }) => invoke.who === message);

function rejectedAtOnce(history: History, message: string): boolean {
  const answer = sendOf(history, message)?.answer;
  return answer?.kind === 'fail' && answer.seq < (call(history, 'stop')?.invoke.seq ?? 0);
}

/** Named in what the stop gives back, or by diagnostics. */
function left(history: History, message: string): boolean {
  const named = history
    .all('service.left')
    .some(({ value }) => (value as readonly unknown[]).some((one) => one === message));
  const text = (value: unknown): string => `${(value as Diagnostic).text} ${describe((value as Diagnostic).error)}`;
  return named || history.all('diagnostic').some(({ value }) => new RegExp(`\\b${message}\\b`).test(text(value)));
}

function accounted(history: History, message: string, handled: number, isLeft: boolean): Contradiction | undefined {
  const fits = handled + (isLeft ? 1 : 0) === 1;
  const done = over(history, begun(history, 'port.handle', message)[0]);
  return fits
    ? undefined
    : seen(
        `${message} was handled ${handled} times, and ${isLeft ? 'named' : 'not named'} as left over`,
        done ?? history.last,
      );
}
