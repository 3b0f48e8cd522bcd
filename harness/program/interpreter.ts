import type { Program } from '../adapter/program.ts';
import type { Json } from '../adapter/wish.ts';
import { live } from './body.ts';
import { control, thrownBy } from './control.ts';
import { groups } from './groups.ts';
import { signalOf } from './hearing.ts';
import type { Given, ProgramKit } from './kit.ts';
import { parts } from './parts.ts';
import { type Actions, type Home, Run } from './section.ts';
import { waits } from './waits.ts';

const actions: Actions = { ...waits, ...control, ...parts, ...groups };

/**
 * Runs a program as the body of a job. The signal is the one that the library gave, none if it gave none; a body that
 * was handed a token and no signal hears the token.
 *
 * Throws synchronously only where the program says so; every other ending is that of the promise.
 */
export function runProgram(
  id: string,
  program: Program,
  kit: ProgramKit,
  signal?: AbortSignal | null,
  given: Given = {},
): Promise<Json> {
  const { lent = {}, token, reads } = given;
  const home: Home = { job: id, kit, lent, token, reads, actions, groups: undefined, children: undefined };
  if (program.length > 0 && throwsAtOnce(program)) return throwAtOnce(new Run(home, id, signal), program);
  if (signal || !token) return live(new Run(home, id, signal), program, 'none');
  const heard = signalOf(token);
  return live(new Run(home, id, heard.signal), program, 'none').finally(heard.close);
}

/** True if nothing but notes comes before a `throw` that is to be synchronous. */
function throwsAtOnce(program: Program): boolean {
  const first = program.find((step) => !('note' in step));
  return first !== undefined && 'throw' in first && typeof first.throw === 'object' && first.throw.sync === true;
}

function throwAtOnce(run: Run, program: Program): never {
  run.hearing?.close();
  for (const step of program) {
    if ('note' in step) run.note('note', step.note);
    if (!('throw' in step)) continue;
    run.note('end', 'threw');
    throw thrownBy(step.throw);
  }
  throw new Error('unreachable: the program has a throw step');
}
