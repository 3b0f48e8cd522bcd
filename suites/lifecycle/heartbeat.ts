import { claim, type Contradiction, forEach, type History, type Lab, refuted, seen } from '../../harness/index.ts';
import { beganAfter, settles, unsettled } from './claims.ts';
import { begun, call, type Cases, interval, lasting, openTurns, settledBy, started } from './facts.ts';

/** When the stop comes: between two beats, at the instant of one before and after it, and hops into one. */
const moments = ['between', 'before', 'after', ...Array.from({ length: 8 }, (_, hops) => `hop ${hops}`)] as const;
type Moment = (typeof moments)[number];

/** LIF-07: beats. */
export const heartbeat: Cases = {
  'stop-around-the-tick': {
    workload: async (lab) => {
      for (const moment of moments) await stopAt(lab, moment);
    },
    premise: (history, { mode }) => ({
      'each time a beat came before the stop': moments.every(
        (moment) => begun(part(history, moment).before(stopOf(history, moment)?.invoke), 'port.beat')[0],
      ),
      'once the stop came before the beat of its instant':
        mode !== 'virtual' ||
        moments.some(
          (moment) =>
            beatsBefore(history, moment) === 1 && stopOf(history, moment)?.invoke.at === instant(history, moment),
        ),
      'once it came after it': mode !== 'virtual' || moments.some((moment) => beatsBefore(history, moment) === 2),
    }),
    claims: [
      claim('the stop settles', (history) => forEach(moments, (moment) => unsettled(part(history, moment), 'stop'))),
      claim('no beat begins after it has settled', (history) =>
        forEach(moments, (moment) => beganAfter(part(history, moment), stopOf(history, moment)?.answer, 'port.beat')),
      ),
      claim('until then the beats came one interval apart', (history, { mode }) =>
        mode === 'virtual' ? forEach(moments, (moment) => uneven(part(history, moment))) : undefined,
      ),
    ],
  },

  'stop-during-a-beat': {
    workload: async (lab) => {
      await started(lab, { beat: (n) => (n === 1 ? { gate: 'g' } : {}) });
      await lab.advance(interval);
      lab.services.stop('S');
      await lab.quiesce('stopping');
      openTurns(lab);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce('opened');
      await lab.advance(100 * interval);
    },
    premise: (history) => ({
      'a beat was under way when the stop was called': lasting(
        history.before(call(history, 'stop')?.invoke),
        'port.beat',
      )[0],
    }),
    claims: [
      claim('the stop has settled once the beat has ended', (history) =>
        settledBy(history, 'opened', call(history, 'stop'))
          ? undefined
          : seen('it was pending', history.mark('opened')),
      ),
      claim('no beat begins after it has settled', (history) =>
        beganAfter(history, call(history, 'stop')?.answer, 'port.beat'),
      ),
    ],
  },

  'should-beats-while-draining': {
    atEveryHop: true,
    workload: async (lab) => {
      await started(lab, { handle: () => ({ gate: 'h' }) });
      await lab.advance(interval);
      lab.services.deliver('m1');
      await lab.quiesce();
      lab.services.stop('S');
      openTurns(lab);
      await lab.quiesce('stopping');
      await lab.advance(5 * interval);
      await lab.quiesce('drained');
      lab.open('h');
      await lab.quiesce();
      await lab.advance(100 * interval);
    },
    premise: (history) => ({
      'a beat came before the stop': begun(history.before(call(history, 'stop')?.invoke), 'port.beat')[0],
      'a message was being handled while the stop waited':
        lasting(history.before('drained'), 'port.handle')[0] && !settledBy(history, 'drained', call(history, 'stop')),
    }),
    absent: (history) =>
      settledBy(history, 'drained', call(history, 'stop'))
        ? 'the stop does not wait for what is being handled'
        : undefined,
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('heartbeat.drain', 'until-stop')
            ? 'no beat begins once the stop has been called'
            : 'while the stop waits for five intervals, five beats begin',
        (history, { dialect, mode }) =>
          draining(history, dialect.is('heartbeat.drain', 'until-stop'), mode === 'virtual'),
      ),
      settles('stop'),
      claim('no beat begins after it has settled', (history) =>
        beganAfter(history, call(history, 'stop')?.answer, 'port.beat'),
      ),
    ],
  },
};

/** Timers of one instant fire in the order in which they were set: the component sets that of 20 when it beats at 10. */
async function stopAt(lab: Lab, moment: Moment): Promise<void> {
  const stop = (): void => {
    lab.services.stop('S');
    openTurns(lab);
  };
  const hops = moment.startsWith('hop') ? Number(moment.slice(4)) : -1;
  if (moment === 'before') {
    await lab.coordinator();
    lab.services.component('S');
    lab.own.later(2 * interval, stop);
    lab.services.start('S');
    await lab.quiesce();
  } else {
    await started(lab, { beat: (n) => (n === 2 && hops >= 0 ? hop(hops, stop) : {}) });
  }
  await lab.advance(1.5 * interval);
  if (moment === 'between') stop();
  if (moment === 'after') lab.own.later(0.5 * interval, stop);
  await lab.advance(0.5 * interval);
  await lab.advance(100 * interval);
  await lab.quiesce(moment);
}

/** Calls so many microtasks later; the beat itself goes on. */
function hop(count: number, act: () => void): Record<string, never> {
  if (count === 0) queueMicrotask(act);
  else queueMicrotask(() => void hop(count - 1, act));
  return {};
}

/** One life after another, each up to its mark. */
function part(history: History, moment: Moment): History {
  const former = moments[moments.indexOf(moment) - 1];
  const until = history.before(moment);
  return former === undefined ? until : until.after(former);
}

const stopOf = (history: History, moment: Moment) => call(part(history, moment), 'stop');
const beatsBefore = (history: History, moment: Moment): number =>
  begun(part(history, moment).before(stopOf(history, moment)?.invoke), 'port.beat').length;

/** When the second beat is due: one interval after the first. */
const instant = (history: History, moment: Moment): number | undefined => {
  const first = begun(part(history, moment), 'port.beat')[0];
  return first && first.at + interval;
};

function uneven(history: History): Contradiction | undefined {
  const beats = begun(history, 'port.beat');
  const odd = beats.find((beat, index) => index > 1 && beat.at - (beats[index - 1]?.at ?? 0) !== interval);
  return refuted(odd, `a beat at ${odd?.at} ms did not come ${interval} ms after the one before`);
}

function draining(history: History, silent: boolean, exact: boolean): Contradiction | undefined {
  const stop = call(history, 'stop')?.invoke;
  const beats = begun(history.after(stop).before('drained'), 'port.beat');
  const fits = silent ? beats.length === 0 : exact ? beats.length === 5 : beats.length > 0;
  return fits ? undefined : seen(`${beats.length} beats began`, stop, ...beats.slice(0, 3), history.mark('drained'));
}
