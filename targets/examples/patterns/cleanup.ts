/** Runs a body with a resource, and disposes of that however the body ends. Of two errors none hides the other. */
export async function using<T>(dispose: () => Promise<void>, body: () => Promise<T>): Promise<T> {
  let value: T;
  try {
    value = await body();
  } catch (error) {
    const [disposal] = await Promise.allSettled([dispose()]);
    if (disposal.status === 'rejected')
      throw new AggregateError([error, disposal.reason], 'the body failed, and so did its cleanup', { cause: error });
    throw error;
  }
  await dispose();
  return value;
}
