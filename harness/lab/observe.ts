/** True for anything that has a `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/**
 * Watches how a thenable settles by calling its own `then`: `await` and `Promise.resolve` take only the first
 * settlement and would hide a second one.
 */
export function observe(
  value: PromiseLike<unknown>,
  ok: (value: unknown) => void,
  fail: (error: unknown) => void,
): void {
  try {
    // The promise that a well-behaved `then` returns cannot reject: both handlers only record.
    void value.then(ok, fail);
  } catch (error) {
    fail(error);
  }
}

/** Makes a call and is told of its answer: at once, or whenever it comes. Never throws. */
export function attempt(perform: () => unknown, ok: (value: unknown) => void, fail: (error: unknown) => void): void {
  try {
    const answer = perform();
    if (isThenable(answer)) observe(answer, ok, fail);
    else ok(answer);
  } catch (error) {
    fail(error);
  }
}
