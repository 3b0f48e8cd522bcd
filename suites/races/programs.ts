import type { Json, Program } from '../../harness/index.ts';

/** Waits at a gate, then returns. */
export const returns = (gate: string, value: Json): Program => [{ gate }, { return: value }];

/** Emits numbers, each a step of its own, so that a hop lies between two. */
export const counts = (from: number, to: number): Program =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ emit: { type: 'n', data: from + index } }));
