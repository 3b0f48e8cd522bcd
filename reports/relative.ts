/** The same data with paths below the root made relative, so that two checkouts give the same bytes. */
export function withoutRoot<T>(value: T, root: string): T {
  const folder = root.endsWith('/') ? root : `${root}/`;
  return folder === '/' ? value : (strip(value, [`file://${folder}`, folder]) as T);
}

function strip(value: unknown, prefixes: readonly string[]): unknown {
  if (typeof value === 'string') return prefixes.reduce((text, prefix) => text.replaceAll(prefix, ''), value);
  if (Array.isArray(value)) return value.map((item) => strip(item, prefixes));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strip(item, prefixes)]));
}
