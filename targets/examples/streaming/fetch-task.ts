import { CancelledError } from './async-task.ts';
import type { Body } from './stream-task.ts';

/** Fetches a page and tells its clients how far it has come. A cancel ends the request, wherever it stands. */
export function fetchTask(url: string | URL): Body {
  return async (signal, emit) => {
    await emit('start', { url: String(url) });
    const response = await fetch(url, { signal });
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += (chunk as Uint8Array).byteLength;
      await emit('progress', { size });
    }
    return { status: response.status, size };
  };
}

/** The same after the reported fixes: it tells its clients of a cancellation by itself, and passes it on. */
export function announcingFetchTask(url: string | URL): Body {
  const body = fetchTask(url);
  return async (signal, emit) => {
    try {
      return await body(signal, emit);
    } catch (error) {
      if (error instanceof CancelledError) await emit('cancelled', { message: 'Fetch cancelled', url: String(url) });
      throw error;
    }
  };
}
