import type { Json, Program } from '../../harness/index.ts';

/** Waits at a gate; a cancel ends it there. */
export const waits = (gate: string): Program => [{ gate }];

/** Waits, looks whether it is cancelled, and only then says that it went on. */
export const goesOn = (gate: string): Program => [{ gate }, { check: 'throw' }, { note: 'after' }];

/** Waits, looks whether it is cancelled, and only then returns. */
export const returns = (gate: string, value: Json): Program => [{ gate }, { check: 'throw' }, { return: value }];

/** Waits at `g`; its cleanup waits at `fin`. */
export const cleansUp: Program = [{ try: { body: [{ gate: 'g' }], finally: [{ gate: 'fin' }] } }];

/** As `cleansUp`, with a cleanup that it registered with the coordinator. */
export const defersCleanup: Program = [{ defer: [{ note: 'd1' }, { gate: 'fin' }, { note: 'd2' }] }, { gate: 'g' }];

/** Says that it ran. */
export const runs: Program = [{ note: 'ran' }];
