import type { TaskEvent } from '../adapter/events.ts';

/** What a body has emitted, as a client of the library gets it. */
export interface Emission {
  readonly type: unknown;
  readonly data: unknown;
}

const types = ['type', 'name', 'event', 'kind'] as const;
const payloads = ['data', 'payload', 'detail', 'value'] as const;

/**
 * A library that has one kind of event for whatever its bodies say wraps type and data as the payload of that kind:
 * `{ type: 'progress', data: { type: 'n', data: 1 } }` is a telling of 1 as well as `{ type: 'n', data: 1 }`.
 */
export function emissionOf({ type, data }: Pick<TaskEvent, 'type' | 'data'>): Emission {
  if (Array.isArray(data)) return data.length === 2 ? { type: data[0], data: data[1] } : { type, data };
  if (data === null || typeof data !== 'object') return { type, data };
  const wrapped = data as Readonly<Record<string, unknown>>;
  const named = types.find((key) => typeof wrapped[key] === 'string');
  const held = payloads.find((key) => wrapped[key] !== undefined);
  return { type: named ? wrapped[named] : type, data: held ? wrapped[held] : data };
}
