import type { Lent } from '../adapter/lent.ts';
import type { JobSpec } from '../adapter/program.ts';
import type { Token } from '../adapter/tokens.ts';
import type { Json } from '../adapter/wish.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import { FarEnd } from './far-end.ts';
import { runProgram } from './interpreter.ts';
import type { ProgramKit } from './kit.ts';
import { validateProgram } from './validate.ts';

/**
 * What a worker or process calls to run a body there. The signal is the one that the library gives to a task function
 * there, none if it gives none; `token`: the far end of the job's token. Settles as the body does; rejects with a
 * `QuiesceError` if the spec was mangled on its way or its wire cannot be reached.
 */
export async function runJob(spec: JobSpec, signal?: AbortSignal | null, lent?: Lent, token?: Token): Promise<Json> {
  const { id, program, wire } = checked(spec);
  const end = await FarEnd.at(wire);
  return runProgram(id, program, kitAt(end, id), signal, { lent, token });
}

/** The kit as it is seen from elsewhere. What needs the kit's own thread is journalled `unsupported`. */
function kitAt(end: FarEnd, id: string): ProgramKit {
  const without = (step: string): undefined => end.note(id, 'unsupported', step) as undefined;
  return {
    note: (task, mark, detail) => end.note(task, mark, detail),
    gate: (name, opened) => end.gate(name, opened),
    join: () => Promise.resolve(without('join')),
    call: () => Promise.resolve(without('call')),
    act: () => without('do'),
    stop: () => without('stop'),
    // Scopes and children cannot be cancelled from the kit's thread; the cases that do it run there.
    scope: () => {},
    spin: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
  };
}

function checked(spec: JobSpec): JobSpec {
  const given = spec as Partial<JobSpec> | null | undefined;
  const wrong =
    typeof given?.id !== 'string' || typeof given.wire !== 'string'
      ? `expected a spec { id, program, wire }, found ${describe(spec)}`
      : validateProgram(given.program);
  if (wrong === undefined) return spec;
  throw new QuiesceError(
    'adapter',
    'JOB_SPEC_MALFORMED',
    `\`runJob\`: ${wrong}`,
    'Pass `job.spec` on as it is; it is plain JSON.',
  );
}
