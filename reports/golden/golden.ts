import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares a rendering with the file that was kept of it. `UPDATE_GOLDEN=1` writes the file anew, for a person to read the diff. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(name, import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
