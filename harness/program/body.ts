import type { Program } from '../adapter/program.ts';
import type { Lent } from '../adapter/lent.ts';
import type { Json } from '../adapter/wish.ts';
import { type Deafness, Run, Section } from './section.ts';
import { drive, type Walk } from './walk.ts';

/** Runs a program as a body with a journal of its own. */
export function live(run: Run, program: Program, deafness: Deafness, lent?: Lent): Promise<Json> {
  return drive(lifetime(run, new Section(run, { hearing: run.hearing, deafness, lent }), program));
}

/** Runs steps as a child of this body, `<task>/<name>`, under the signal that the library gives to it. */
export function child(
  section: Section,
  name: string | number,
  program: Program,
  signal: AbortSignal | null | undefined,
  lent: Lent | undefined,
): Promise<Json> {
  const { home, task } = section.run;
  return live(new Run(home, `${task}/${name}`, signal), program, section.under(signal), lent ?? section.around.lent);
}

function* lifetime(run: Run, section: Section, program: Program): Walk<Json> {
  try {
    try {
      yield* section.walk(program);
    } finally {
      if (run.leases) yield* giveBack(run.leases);
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

function* giveBack(leases: NonNullable<Run['leases']>): Walk {
  for (const lease of leases.splice(0).reverse()) yield Promise.resolve(lease.release());
}
