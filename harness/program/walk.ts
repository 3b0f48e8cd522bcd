/** A walk through steps: what it yields is awaited, and it goes on with the value or the error. */
export type Walk<T = void> = Generator<Promise<unknown>, T, unknown>;

/**
 * Takes a walk to its end. However deep the steps are nested, a body goes on in the first microtask hop after what it
 * waited for, as plain code does: with a promise for each level, the windows in which races show would depend on how
 * the interpreter is built.
 */
export async function drive<T>(walk: Walk<T>): Promise<T> {
  let turn = walk.next();
  while (!turn.done) {
    let value: unknown;
    try {
      value = await turn.value;
    } catch (error) {
      turn = walk.throw(error);
      continue;
    }
    turn = walk.next(value);
  }
  return turn.value;
}
