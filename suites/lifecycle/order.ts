import {
  type Claim,
  claim,
  type Context,
  type Contradiction,
  firstOf,
  forEach,
  type History,
  type Lab,
  refuted,
  seen,
} from '../../harness/index.ts';
import { call, type Cases, over, settledBy } from './facts.ts';
import { allReady, managed, names, readsNeeds, ready, startHeld, startsOf, stopHeld, stopOf, stops } from './parts.ts';

const backwards = ['C', 'B', 'A', 'D'] as const;
const chain = ['A', 'B', 'C'] as const;

/** LIF-03, LIF-04: who goes before whom. */
export const order: Cases = {
  'dependants-wait': {
    workload: (lab) => startSlowly(lab, names),
    premise: (history) => ({
      "A's start was at its gate": startHeld(history, 'none', 'A'),
      'all four were started': allReady(history),
    }),
    claims: [
      eachWaits(),
      claim('D, which is last in the list, begins after C where the list decides', (history, { dialect }) =>
        dialect.is('stop.order', 'reverse')
          ? refuted(startsOf(history.before(ready(history, 'C')), 'D')[0], 'D began before C was ready')
          : undefined,
      ),
      settlesLast(),
    ],
  },

  'graph-not-list': {
    workload: (lab) => startSlowly(lab, backwards),
    premise: (history) => ({ 'all four were started': allReady(history, backwards) }),
    absent: (history) => (readsNeeds(history) ? undefined : 'the manager does not read what a component needs'),
    claims: [eachWaits(), settlesLast()],
  },

  'dependencies-stay-until-dependants-have-stopped': {
    atEveryHop: true,
    workload: (lab) => stopSlowly(lab, names),
    premise: (history) => ({
      'all four were started': allReady(history),
      'a stop was at its gate': chain.some((name) => stopHeld(history, 'none', name)),
    }),
    claims: [stopsInTurn(), stopsOnce(), stopSettlesLast()],
  },

  'stop-graph-not-list': {
    atEveryHop: true,
    workload: (lab) => stopSlowly(lab, backwards),
    premise: (history) => ({
      'all four were started': allReady(history, backwards),
      'a stop was called': call(history, 'stop', 'M')?.invoke,
    }),
    absent: (history) => (readsNeeds(history) ? undefined : 'the manager does not read what a component needs'),
    claims: [stopsInTurn(), stopsOnce(), stopSettlesLast()],
  },
};

async function startSlowly(lab: Lab, list: readonly string[]): Promise<void> {
  await managed(lab, { start: { A: { gate: 'a' }, B: { gate: 'b' }, C: { gate: 'c' } } }, list);
  await lab.quiesce('none');
  for (const gate of ['a', 'b', 'c']) {
    lab.open(gate);
    await lab.quiesce(gate);
  }
}

async function stopSlowly(lab: Lab, list: readonly string[]): Promise<void> {
  await managed(lab, { stop: { A: { gate: 'a' }, B: { gate: 'b' }, C: { gate: 'c' } } }, list);
  lab.services.stop('M');
  await lab.quiesce('none');
  for (const gate of ['c', 'b', 'a']) {
    lab.open(gate);
    await lab.quiesce(gate);
  }
}

/** None is started before what it needs is ready, and each once it is. */
function eachWaits(): Claim {
  return claim('A is started before B, and B before C, each when the one before is ready', (history) =>
    firstOf(
      forEach(chain.slice(1), (name) => earlyStart(history, name, chain[chain.indexOf(name as 'B' | 'C') - 1] ?? '')),
      startHeld(history, 'a', 'B') ? undefined : seen('B had not begun with A ready', history.mark('a')),
      startHeld(history, 'b', 'C') ? undefined : seen('C had not begun with B ready', history.mark('b')),
    ),
  );
}

function earlyStart(history: History, name: string, needed: string): Contradiction | undefined {
  const begun = startsOf(history, name)[0];
  return begun && !ready(history.before(begun), needed)
    ? seen(`${name} was started before ${needed} was ready`, begun)
    : undefined;
}

function settlesLast(): Claim {
  return claim('the start settles when all four have started', (history) => {
    const settled = call(history, 'start', 'M')?.answer;
    if (!settled) return seen('it was pending at rest', history.last);
    const late = names.find((name) => !ready(history.before(settled), name));
    return late === undefined ? undefined : seen(`it settled before ${late} was ready`, settled);
  });
}

function stopsInTurn(): Claim {
  return claim('C is stopped before B, and B before A, each when the one before has stopped', (history) =>
    forEach(['B', 'A'], (name) => {
      const dependant = name === 'B' ? 'C' : 'B';
      const begun = stopOf(history, name);
      const done = begun && over(history.before(begun), stopOf(history, dependant));
      return begun && !done
        ? seen(`the stop of ${name} began before ${dependant} had stopped`, stopOf(history, dependant), begun)
        : undefined;
    }),
  );
}

function stopsOnce(): Claim {
  return claim('each of the four is stopped once', (history) => stops(history, names));
}

function stopSettlesLast(): Claim {
  return claim('the stop settles when the last of them has stopped', (history, _context: Context) => {
    const early = ['none', 'c', 'b'].find((mark) => settledBy(history, mark, call(history, 'stop', 'M')));
    if (early !== undefined) return seen('it had settled before A had stopped', history.mark(early));
    return call(history, 'stop', 'M')?.answer ? undefined : seen('it was pending at rest', history.last);
  });
}
