import {
  claim,
  type Context,
  type Contradiction,
  describe,
  type Diagnostic,
  type Event,
  type History,
  type Lab,
  missing,
  seen,
  type ShutdownReport,
} from '../../harness/index.ts';
import type { Cases } from './facts.ts';

/** Of the target's own words, those that say that a task waits or is over. */
const notAlive = /queue|wait|pend|complete|done|success|fail|cancell?ed|abort|ended|finish|settled/i;

const age = claim(
  'the record has the age of T: from its start to the end of the grace period, or up to the settling',
  (history, context) => {
    const found = record(history);
    const [least, most] = [graceEnd(history, context), between(history.started('T'), settled(history))];
    // In real time the body and the kit read clocks that are some hops apart.
    const slack = context.mode === 'virtual' ? 0 : 50;
    if (found?.age === undefined) return seen('it has no age', found?.event);
    return found.age >= least - slack && found.age <= most + slack
      ? undefined
      : seen(`it says ${found.age} ms, and T began ${least} to ${most} ms before`, found.event);
  },
);

async function shutDown(lab: Lab): Promise<void> {
  lab.shutdown(lab.dialect.shutdownMode ?? '', { grace: 50, force: 20 });
  await lab.advance(50);
  await lab.advance(20);
  await lab.advance(1_000);
}

/** OBS-04: what is told of a task that a shutdown gives up. */
export const unfinished: Cases = {
  'the-record-has-id-age-and-state': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ emit: { type: 'progress', data: 'step 2' } }, { deaf: [{ gate: 'x' }] }]);
      await lab.quiesce();
      await lab.advance(30);
      await shutDown(lab);
    },
    unfinished: ['T'],
    premise: (history) => ({
      'the shutdown settled while the body of T lived': history.ended('T') ? undefined : settled(history),
      'its report, or the log, named T': record(history)?.event,
    }),
    claims: [age, claim('the record has the state or the last activity of T', (history) => stateless(history))],
  },

  'the-age-is-no-matter-of-the-wall-clock': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ deaf: [{ gate: 'x' }] }]);
      await lab.quiesce();
      await lab.advance(30);
      lab.own.setBack(3_600_000);
      await shutDown(lab);
    },
    unfinished: ['T'],
    premise: (history) => ({
      'the shutdown settled while the body of T lived': history.ended('T') ? undefined : settled(history),
      'its report, or the log, named T': record(history)?.event,
    }),
    claims: [age],
  },
};

const settled = (history: History): Event | undefined => history.call('shutdown')?.answer;
const between = (from: Event | undefined, to: Event | undefined): number => (to?.at ?? 0) - (from?.at ?? 0);

/** A mode that tells at once has no grace period to wait for: its record is made no earlier than the call. */
function graceEnd(history: History, { dialect }: Context): number {
  const grace = dialect.is('shutdown.running', 'drain-then-cancel', 'drain') ? 50 : 0;
  return between(history.started('T'), history.call('shutdown')?.invoke) + grace;
}

interface Found {
  readonly event: Event;
  readonly age?: number;
  readonly state?: string;
}

/** In the report of the shutdown, else in the log. */
function record(history: History): Found | undefined {
  const reported = history.all('shutdown.report')[0];
  const own = (reported?.value as ShutdownReport | undefined)?.unfinished?.find(({ id }) => id === 'T');
  if (reported && own) return { ...own, event: reported };
  const event = history.all('diagnostic', 'T').find(({ value }) => (value as Diagnostic).level !== 'debug');
  const text = event && describe((event.value as Diagnostic).text);
  const age = text === undefined ? undefined : /(\d+(?:\.\d+)?) ?ms/.exec(text)?.[1];
  return (
    event && {
      event,
      ...(age === undefined ? {} : { age: Number(age) }),
      ...(text === undefined ? {} : { state: text }),
    }
  );
}

function stateless(history: History): Contradiction | undefined {
  const { state, event } = record(history) ?? {};
  if (!state) return missing(undefined, 'it has neither', event);
  return state.includes('step 2') || !notAlive.test(state.replaceAll(/cancelling|stopping/gi, ''))
    ? undefined
    : seen(`it says "${state}" of a task whose body runs`, event);
}
