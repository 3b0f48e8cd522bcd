import type { Json } from '../adapter/wish.ts';
import { describe } from '../describe.ts';

/** Any value as JSON, for a journal that crosses threads. An error keeps its name, message, code and cause. */
export function plain(value: unknown, depth = 0): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || depth > 8) return describe(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  const members = value instanceof Error ? ofError(value) : Object.entries(value);
  return Object.fromEntries(
    members.filter(([, member]) => member !== undefined).map(([name, member]) => [name, plain(member, depth + 1)]),
  );
}

const ofError = (error: Error & { code?: unknown }): [string, unknown][] => [
  ['name', error.name],
  ['message', error.message],
  ['code', error.code],
  ['cause', error.cause],
];
