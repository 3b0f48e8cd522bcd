import { defineTarget } from '../../harness/index.ts';

/** The limiter that many a project carries: at most `limit` promises at once, the others wait in line. */
export function limiter(limit: number): <T>(body: () => Promise<T>) => Promise<T> {
  const line: (() => void)[] = [];
  let free = limit;
  return async (body) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((turn) => line.push(turn));
    try {
      return await body();
    } finally {
      const next = line.shift();
      if (next) next();
      else free += 1;
    }
  };
}

export const target = defineTarget({
  name: 'limiter',
  version: '1.0.0',
  profile: 'limiter',
  open({ concurrency = 10 }) {
    const limited = limiter(concurrency);
    return { submit: (job) => ({ result: limited(() => job.run()) }) };
  },
});
