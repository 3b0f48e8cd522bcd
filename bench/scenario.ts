import type { Program } from '../harness/index.ts';
import type { Action } from '../harness/explore/race.ts';

/** Three tasks on two slots, each submitted, let go on and cancelled: the scenario that both explorers are given. */
export const tasks = ['T1', 'T2', 'T3'] as const;

/** What each body does: it waits at its gate and returns. */
export const bodyOf = (task: string): Program => [{ gate: task }, { return: task }];

export const actors = (): readonly (readonly Action[])[] => [
  ...tasks.map((task, index): readonly Action[] => [
    { name: `s${index + 1}`, act: (lab) => lab.submit(task, bodyOf(task)) },
    { name: `g${index + 1}`, act: (lab) => lab.open(task) },
  ]),
  ...tasks.map((task, index): readonly Action[] => [
    { name: `c${index + 1}`, act: (lab) => lab.cancel(task), possible: (lab) => lab.accepted(task) },
  ]),
];
