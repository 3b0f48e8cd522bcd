import type { Json } from '../../../harness/index.ts';
import { until } from './background.ts';
import type { Transport } from './transport.ts';

/**
 * Waits for a message, so many ms at the most, and no longer than until the caller is cancelled. The limit is put
 * around the read: a message that the transport has already handed over when the limit passes is handed to nobody.
 */
export async function receiveWithin(
  transport: Transport,
  timeout: number | undefined,
  caller: AbortSignal | undefined,
): Promise<Json | undefined> {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<undefined>((resolve) => {
    if (timeout !== undefined) timer = setTimeout(() => resolve(undefined), timeout);
  });
  try {
    return await until(Promise.race([transport.receive(over.signal), expired]), caller);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
