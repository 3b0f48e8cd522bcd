/** Properties in which errors and events carry a reason. */
const places = ['reason', 'cause', 'error', 'data', 'detail'] as const;

/**
 * True if a value is that reason, or carries it as it is: in `reason`, `cause`, `error` or `data`, for a text also in
 * `message`. Looks at most three levels down.
 */
export function carries(value: unknown, reason: unknown, depth = 3): boolean {
  if (Object.is(value, reason)) return true;
  if (value === null || typeof value !== 'object' || depth === 0) return false;
  const held = value as Readonly<Record<string, unknown>>;
  if (typeof reason === 'string' && held['message'] === reason) return true;
  return places.some((place) => place in held && carries(held[place], reason, depth - 1));
}
