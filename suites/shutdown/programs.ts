import type { Lab, Program, ShutdownSetting } from '../../harness/index.ts';

/** A grace period that no case waits out. */
export const hour = 3_600_000;

/** Does not react to being told: a shutdown that waits for it waits for the gate. */
export const deaf = (gate: string, value: number): Program => [{ deaf: [{ gate }] }, { return: value }];

/** Says what it is about to do in its cleanup, which may wait at a gate of its own. */
export const cleaning = (gate: string, held?: string): Program => [
  {
    try: {
      body: [{ gate }],
      finally: [...(held === undefined ? [] : [{ gate: held }]), { note: 'cleaned up' }],
    },
  },
];

/** Says that it ran. */
export const runs = (value: number): Program => [{ note: 'ran' }, { return: value }];

/** Asks for the shutdown in the mode that the case is about. */
export const shutDown = (lab: Lab, setting?: ShutdownSetting): void =>
  lab.shutdown(lab.dialect.shutdownMode ?? '', setting);

/** Goes on to where the work is told; a mode that never tells lets it end by itself, once its gate is open. */
export async function untilTold(lab: Lab, grace: number, gate: string): Promise<void> {
  const way = lab.dialect.value('shutdown.running');
  if (way === 'drain') lab.open(gate);
  if (way === 'drain-then-cancel') await lab.advance(grace);
  else await lab.quiesce();
}
