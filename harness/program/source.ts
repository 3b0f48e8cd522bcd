import type { Json } from '../adapter/wish.ts';
import type { Run } from './section.ts';

/**
 * The numbers below `count`, one by one. Every pull and every `return` is journalled: a library that leaves early has
 * to close it, once, and to pull nothing after that.
 */
export function sourceOf(run: Run, count: number): AsyncIterable<Json> {
  let next = 0;
  const iterator: AsyncIterator<Json> = {
    next() {
      const item = next < count ? next++ : undefined;
      run.note('lent', { step: 'map', phase: 'pull', item: item ?? null });
      return Promise.resolve(item === undefined ? { done: true, value: undefined } : { done: false, value: item });
    },
    return() {
      next = count;
      run.note('lent', { step: 'map', phase: 'return' });
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** A result that is iterable is read to its end, or left after so many items; another is handed on as it is. */
export function readOut(answer: unknown, leave: number | undefined): unknown {
  return isIterable(answer) ? read(answer, leave) : answer;
}

async function read(results: AsyncIterable<unknown>, leave: number | undefined): Promise<unknown[]> {
  const seen: unknown[] = [];
  if (leave === 0) return seen;
  for await (const result of results) {
    seen.push(result);
    if (seen.length === leave) break;
  }
  return seen;
}

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  value !== null && typeof value === 'object' && Symbol.asyncIterator in value;
