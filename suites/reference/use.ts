import type { Json } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import type { End } from './crew.ts';
import type { Part } from './limits.ts';
import type { Scope } from './scope.ts';

/** Something that a part of a body has in use. */
export interface Resource {
  readonly dispose: () => Promise<void>;
  /** Its disposal, once that has begun. */
  disposal: Promise<void> | undefined;
}

/** Runs a part, then disposes, however the part ended. Resources that are used inside each other go in reverse. */
export async function use(
  core: Core,
  task: Task,
  above: Scope,
  dispose: () => Promise<void>,
  part: Part,
): Promise<Json> {
  core.parts.enter(core, task, above);
  const resource: Resource = { dispose, disposal: undefined };
  task.resources.push(resource);
  const end = await endOf(part(above, undefined));
  try {
    await core.parts.dispose(core, task, resource);
  } catch (error) {
    const failure = core.parts.failedDisposal(core, end, error);
    if (failure) throw failure.error;
  } finally {
    task.resources.splice(task.resources.indexOf(resource), 1);
  }
  if ('error' in end) throw end.error;
  return end.value;
}

const endOf = (result: Promise<Json>): Promise<End> =>
  result.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

/** Once: whoever asks again waits for the same. */
export function dispose(_core: Core, _task: Task, resource: Resource): Promise<void> {
  resource.disposal ??= resource.dispose();
  return resource.disposal;
}

/** What is raised when a disposal has failed: no error hides another. */
export function failedDisposal(core: Core, end: End, error: unknown): { readonly error: unknown } | undefined {
  if (!('error' in end)) return { error };
  if (core.settings.disposal === 'aggregate')
    return { error: new AggregateError([end.error, error], 'the body and its disposal failed') };
  const both = Object.assign(new Error('a disposal failed after its body'), { error, suppressed: end.error });
  both.name = 'SuppressedError';
  return { error: both };
}
