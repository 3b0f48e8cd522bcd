import { TimeoutError } from '../streaming/mended-errors.ts';
import { after } from '../streaming/timer.ts';
import { passed, type Part, Scope } from './scope.ts';

/**
 * Nested time limits: the part is told when its time is over, and waited for. Only the limit that has passed says so;
 * a cancel from around it goes on as what it is, also if both have come. What the part threw while it was told
 * stays within reach.
 */
export async function within<T>(above: AbortSignal, ms: number, part: Part<T>): Promise<T> {
  if (ms <= 0) throw new TimeoutError(ms);
  const scope = new Scope(above);
  let expired = false;
  const callOff = after(ms, () => {
    expired = true;
    scope.cancel(new TimeoutError(ms));
  });
  const { signal } = scope;
  try {
    const value = await part(signal);
    if (expired) signal.throwIfAborted();
    return value;
  } catch (error) {
    if (!expired) throw error;
    const own = Object.is(error, signal.reason);
    if (scope.fromAbove) throw own ? passed(above) : error;
    throw own ? error : new TimeoutError(ms, { cause: error });
  } finally {
    callOff();
    scope.close();
  }
}
