import {
  claim,
  type Contradiction,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  seen,
  type ComponentScript,
} from '../../harness/index.ts';
import { type Cases, early, endsBefore, endsUncompleted, journalText, settlesBy, tally } from './claims.ts';
import { asked, callsOf, pendingAt, ranAtTheCall, reportOf, settled } from './facts.ts';
import { deadlineOf, neverTells } from './limits.ts';
import { cleaning, deaf, hour, shutDown, untilTold } from './programs.ts';

const short = { grace: 200, force: 100 };
const hooks = ['h1', 'h2', 'h3'] as const;
const three = ['k1', 'k2', 'k3'] as const;
const five = ['k1', 'k2', 'k3', 'k4', 'k5'] as const;

/** Each is called once. */
const calledOnce = (what: 'hook.run' | 'component.stop', names: readonly string[]) =>
  claim(`${names.join(', ')} are each called once`, (history) =>
    forEach(names, (name) => {
      const calls = callsOf(history, what, name);
      return calls.length === 1
        ? undefined
        : seen(`${name} was called ${tally(calls.length)}`, ...calls, settled(history));
    }),
  );

const links = ['errors', 'exceptions', 'cause', 'suppressed', 'error', 'context', 'reason', 'data'] as const;

/** The error, by its text, is the value or hangs on it by the links between errors. */
function carriesError(value: unknown, text: string, depth = 6): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (value === null || typeof value !== 'object' || depth === 0) return false;
  if (Array.isArray(value)) return value.some((item) => carriesError(item, text, depth - 1));
  const held = value as Readonly<Record<string, unknown>>;
  return (
    carriesError(held['message'], text, depth - 1) || links.some((link) => carriesError(held[link], text, depth - 1))
  );
}

/** The error has reached the caller, the report, or the log; that of a task also its own outcome. */
const reachesSomebody = (text: string, task?: string) =>
  claim(
    `the error ${text} is found in ${task ? `the outcome of ${task}, ` : ''}the end of the shutdown or a diagnostic record`,
    (history) => {
      const own = task === undefined ? [] : [...history.all('result', task), ...history.delivered(task)];
      const said: readonly (Event | undefined)[] = [
        settled(history),
        ...history.all('shutdown.report'),
        ...history.all('diagnostic'),
        ...own,
      ];
      if (said.some((event) => carriesError(event?.value, text))) return undefined;
      return seen(
        `the shutdown ended with ${describe(settled(history)?.value)}, with ${history.all('diagnostic').length} diagnostic records`,
        settled(history),
      );
    },
  );

const chain = (names: readonly string[], stop: ComponentScript['stop']): readonly ComponentScript[] =>
  names.map((name, at) => ({ name, after: names.slice(Math.max(0, at - 1), at), ...(stop ? { stop } : {}) }));

/** Asked to stop, or named to somebody. */
function forgotten(history: History, name: string): Contradiction | undefined {
  const named =
    reportOf(history)?.unfinished.some(({ id }) => id === name) ||
    [settled(history), ...history.all('diagnostic')].some((event) => textOf(event).includes(name));
  return named || callsOf(history, 'component.stop', name).length > 0
    ? undefined
    : seen(`${name} was neither asked to stop nor named`, settled(history));
}

const textOf = (event: Event | undefined): string => {
  const { text, message } = (event?.value ?? {}) as { readonly text?: unknown; readonly message?: unknown };
  return `${String(text)} ${String(message)}`;
};

const eachAskedOrNamed = (names: readonly string[]) =>
  claim('each component has been asked to stop, or is named', (history) =>
    forEach(names, (name) => forgotten(history, name)),
  );

/** SHU-21, SHU-22, SHU-26: what tasks depend on stops after them, all of it, and within the same time. */
export const dependencies: Cases = {
  'the-store-outlives-the-last-cleanup': {
    absent: (_history, context) => neverTells(context),
    workload: async (lab) => {
      await lab.coordinator({ components: [{ name: 'store' }] });
      lab.submit('T', cleaning('a', 'f'));
      await lab.quiesce();
      shutDown(lab, { grace: 100, force: hour });
      await untilTold(lab, 100, 'a');
      lab.submit('U', [{ note: 'ran' }]);
      await lab.quiesce('cleaning');
      lab.open('f');
    },
    premise: (history) => ({
      'the store was started before T': history
        .before(history.started('T'))
        .find(({ what }) => what === 'component.start'),
      'T was in its cleanup': history.before('cleaning').ended('T')
        ? undefined
        : history.before('cleaning').journal('T', 'cleanup')[0],
    }),
    claims: [
      claim('the store is not stopped while T cleans up', (history) => {
        const [stop] = callsOf(history.before(history.ended('T') ?? history.last), 'component.stop', 'store');
        return (
          stop &&
          seen(`it was stopped at ${stop.at} ms, with the journal of T ${journalText(history.before(stop), 'T')}`, stop)
        );
      }),
      endsBefore('T'),
      claim('the store is stopped once, before shutdown settles', (history) => {
        const stops = callsOf(history, 'component.stop', 'store');
        const [stop] = stops;
        if (stops.length !== 1) return seen(`it was stopped ${tally(stops.length)}`, ...stops, settled(history));
        return firstOf(early(history, stop), settled(history) ? undefined : seen('shutdown was still pending', stop));
      }),
    ],
  },

  'a-hook-that-throws': {
    workload: async (lab) => {
      const setting = { grace: 1_000, force: 1_000 };
      await lab.coordinator({ concurrency: 2 });
      for (const hook of hooks) lab.hook(hook, hook === 'h2' ? { throws: 'E2' } : {});
      lab.submit('T1', [{ try: { body: [{ gate: 'a' }], finally: [{ throw: 'C1' }] } }]);
      lab.submit('T2', cleaning('a', 'f'));
      await lab.quiesce();
      shutDown(lab, setting);
      await lab.quiesce();
      lab.open('a', 'f');
      await lab.advance(deadlineOf(lab.dialect, setting));
    },
    premise: (history) => ({
      'h2 was called': callsOf(history, 'hook.run', 'h2')[0],
      'T1 ran when shutdown was called, and cleaned up':
        ranAtTheCall(history, 'T1') && history.journal('T1', 'cleanup')[0],
      'T2 ran when shutdown was called, and cleaned up':
        ranAtTheCall(history, 'T2') && history.journal('T2', 'cleanup')[0],
    }),
    claims: [
      calledOnce('hook.run', hooks),
      claim('the cleanup of T2 runs to its end', (history) =>
        history.noted('T2', 'cleaned up') && history.ended('T2')
          ? undefined
          : seen(`the journal of T2 was ${journalText(history, 'T2')}`, history.last),
      ),
      endsUncompleted('T1'),
      settlesBy('end', 'by then'),
      reachesSomebody('E2'),
      reachesSomebody('C1', 'T1'),
    ],
  },

  'a-component-stop-that-throws': {
    workload: async (lab) => {
      const setting = { grace: 1_000, force: 1_000 };
      const components = three.map((name) => (name === 'k2' ? { name, stop: { throws: 'E2' } } : { name }));
      await lab.coordinator({ components });
      lab.submit('T', cleaning('a'));
      await lab.quiesce();
      shutDown(lab, setting);
      await lab.quiesce();
      lab.open('a');
      await lab.advance(deadlineOf(lab.dialect, setting));
    },
    premise: (history) => ({ 'the stop of k2 was called': callsOf(history, 'component.stop', 'k2')[0] }),
    claims: [calledOnce('component.stop', three), settlesBy('end', 'by then'), reachesSomebody('E2')],
  },

  'a-hook-that-never-ends': {
    workload: async (lab) => {
      const setting = { grace: 100, force: 100 };
      await lab.coordinator();
      for (const hook of hooks) lab.hook(hook, hook === 'h2' ? { gate: 'never' } : {});
      shutDown(lab, setting);
      await lab.advance(deadlineOf(lab.dialect, setting));
      await lab.quiesce('due');
    },
    premise: (history) => ({
      'h2 was called, and has not ended':
        callsOf(history, 'hook.run', 'h2').length > 0 && !history.all('hook.ended').some(({ who }) => who === 'h2'),
    }),
    claims: [
      claim('h1 and h3 are called', (history) =>
        forEach(['h1', 'h3'], (hook) =>
          callsOf(history.before('due'), 'hook.run', hook).length > 0
            ? undefined
            : seen(`${hook} had not been called`, history.mark('due')),
        ),
      ),
      settlesBy('due', 'when the grace period and the allowance are over'),
    ],
  },

  'five-hanging-components-share-it': {
    workload: async (lab) => {
      await lab.coordinator({ components: chain(five, { gate: 'never' }) });
      shutDown(lab, short);
      await lab.advance(deadlineOf(lab.dialect, short));
      await lab.quiesce('due');
    },
    premise: (history) => ({
      'all five were started': five.every((name) => callsOf(history, 'component.start', name).length > 0),
      'a stop was called': history.after(asked(history)).find(({ what }) => what === 'component.stop'),
      'no stop has ended': history.all('component.stopped').length === 0,
    }),
    claims: [settlesBy('due', 'when the grace period and the allowance are over'), eachAskedOrNamed(five)],
  },

  'tasks-and-components-share-it': {
    unfinished: ['T'],
    workload: async (lab) => {
      await lab.coordinator({ components: chain(['k1'], { gate: 'never' }) });
      lab.submit('T', deaf('x', 1));
      await lab.quiesce();
      shutDown(lab, short);
      await lab.advance(deadlineOf(lab.dialect, short) - 1);
      await lab.quiesce('almost');
      await lab.advance(1);
      await lab.quiesce('due');
    },
    premise: (history, { mode }) => ({
      'T ran when shutdown was called': ranAtTheCall(history, 'T'),
      // Real time goes on by itself, and may be past the end when it is looked at.
      'shutdown was pending just before the end': mode === 'real' ? true : pendingAt(history, 'almost'),
    }),
    claims: [settlesBy('due', 'when the grace period and the allowance are over'), eachAskedOrNamed(['k1'])],
  },
};
