import type { Json } from '../adapter/wish.ts';
import type { Program } from '../adapter/program.ts';
import { type Deafness, Run, Section } from './section.ts';

/**
 * Runs a program as a body with a journal of its own. It walks the steps itself: the end line is written in the very
 * hop in which the last wait settles, not in one that the interpreter adds.
 */
export async function live(run: Run, program: Program, deafness: Deafness): Promise<Json> {
  const section = new Section(run, { hearing: run.hearing, deafness });
  try {
    try {
      for (const step of program) {
        const doing = section.perform(step);
        if (doing !== undefined) section.keep(await doing);
        if (section.done) break;
      }
    } finally {
      if (run.leases) await giveBack(run.leases);
    }
    run.note('end', 'returned');
    return (section.value ?? null) as Json;
  } catch (error) {
    run.note('end', run.endedBy(error));
    throw error;
  } finally {
    run.hearing?.close();
  }
}

/** Runs steps as a child of this body, `<task>/<name>`, under the signal that the library gives to it. */
export function child(
  section: Section,
  name: string | number,
  program: Program,
  signal: AbortSignal | null | undefined,
): Promise<Json> {
  const { home, task } = section.run;
  return live(new Run(home, `${task}/${name}`, signal), program, section.under(signal));
}

async function giveBack(leases: NonNullable<Run['leases']>): Promise<void> {
  for (const lease of leases.splice(0).reverse()) await lease.release();
}
