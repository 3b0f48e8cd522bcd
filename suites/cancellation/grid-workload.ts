import type { Lab, Program } from '../../harness/index.ts';
import type { Workload } from './claims.ts';
import type { Kind, Phase } from './grid.ts';
import { waits } from './programs.ts';

/** Hops after the submit within which a body may begin before the next rest. */
const patience = 64;

/** What a body does once its wait is over or a cancel has ended it; the checkpoint raises a cancel that came before. */
const reactions: Readonly<Record<Kind, (wait: Program) => Program>> = {
  cooperates: (wait) => [...wait, { check: 'throw' }, { note: 'after' }],
  ignores: (wait) => [{ deaf: wait }, { return: 7 }],
  throws: (wait) => [{ try: { body: [...wait, { check: 'throw' }], catch: { cancelled: [{ throw: 'own' }] } } }],
  'settles-anyway': (wait) => [{ try: { body: [...wait, { check: 'throw' }], catch: { cancelled: [{ return: 7 }] } } }],
};

/** The body of a square. Its cleanup waits at `fin`. */
function bodyOf(phase: Phase, kind: Kind): Program {
  const tidy = (body: Program): Program => [{ try: { body, finally: waits('fin') } }];
  if (phase === 'after-completion') return tidy([kind === 'throws' ? { throw: 'own' } : { return: 7 }]);
  if (phase === 'in-cleanup') return [...tidy(waits('g')), ...reactions[kind]([])];
  const first: Program = phase === 'mid-await' || phase === 'twice' ? waits('first') : [];
  return tidy([...first, ...reactions[kind](waits('g'))]);
}

const goOn = (gate: string) => async (lab: Lab) => {
  await lab.quiesce();
  lab.open(gate);
  await lab.quiesce();
};

/** How the task is brought to its phase. Nothing, not even a hop, lies between a submit and a cancel before the start. */
const approach: Readonly<Record<Exclude<Phase, 'before-start'>, (lab: Lab) => Promise<void>>> = {
  queued: (lab) => lab.quiesce(),
  started: async (lab) => {
    for (let hop = 0; hop < patience && !lab.history.started('T'); hop++) await lab.hops(1);
    if (!lab.history.started('T')) await lab.quiesce();
  },
  'mid-await': goOn('first'),
  'in-cleanup': goOn('g'),
  'after-completion': goOn('fin'),
  twice: async (lab) => {
    await goOn('first')(lab);
    lab.cancel('T');
    await lab.quiesce();
  },
};

/** A task that nobody cancels shows that the coordinator runs what it is given. */
const alive = (lab: Lab): Promise<void> => {
  lab.submit('T0', [{ return: 1 }]);
  return lab.quiesce();
};

/** The cancel comes in its phase; then all waits end, one after another; then it comes once more. */
export const gridWorkload =
  ({ phase, kind }: { readonly phase: Phase; readonly kind: Kind }): Workload =>
  async (lab) => {
    await lab.coordinator(phase === 'queued' ? { concurrency: 1 } : {});
    if (phase === 'before-start') await alive(lab);
    if (phase === 'queued') lab.submit('A', waits('a'));
    lab.submit('T', bodyOf(phase, kind));
    if (phase !== 'before-start') await approach[phase](lab);
    lab.cancel('T');
    if (lab.dialect.is('terminal.when', 'at-acceptance')) lab.idle();
    await lab.quiesce('cancelled');
    lab.open('g');
    await lab.quiesce();
    lab.open('fin', 'a');
    await lab.quiesce('ended');
    lab.cancel('T');
  };
