import { describe, expect, it } from 'vitest';
import { emissionOf } from './emission.ts';

describe('emissionOf', () => {
  it.each([
    { type: 'n', data: 1 },
    { type: 'progress', data: { type: 'n', data: 1 } },
    { type: 'progress', data: { name: 'n', payload: 1 } },
    { type: 'progress', data: ['n', 1] },
  ])('finds what was emitted in $data', (event) => {
    expect(emissionOf(event)).toEqual({ type: 'n', data: 1 });
  });

  it('keeps the type of the library where the payload has none', () => {
    expect(emissionOf({ type: 'n', data: { value: 2, reason: undefined } })).toEqual({ type: 'n', data: 2 });
  });

  it('finds the type of what was emitted without data', () => {
    expect(emissionOf({ type: 'progress', data: { type: 'late', data: undefined } }).type).toBe('late');
  });

  it('leaves other payloads as they are', () => {
    expect(emissionOf({ type: 'done', data: { ms: 3 } })).toEqual({ type: 'done', data: { ms: 3 } });
    expect(emissionOf({ type: 'done' })).toEqual({ type: 'done', data: undefined });
  });
});
