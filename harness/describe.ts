/** Longest text of one value in a history. */
const longest = 200;

/** Any value as one line of text, the same in every run; never runs code of the value beyond its properties. */
export function describe(value: unknown): string {
  return shorten(text(value, 0));
}

function text(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return depth === 0 ? value : JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return value.toString();
    case 'function':
      return `function ${value.name || '(anonymous)'}`;
    case 'object':
      return value === null ? 'null' : ofObject(value, depth);
    default:
      return String(value);
  }
}

function ofObject(value: object, depth: number): string {
  try {
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (depth > 2) return '…';
    if (Array.isArray(value))
      return `[${value
        .slice(0, 10)
        .map((item) => text(item, depth + 1))
        .join(', ')}]`;
    const entries = Object.entries(value).slice(0, 10);
    const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name;
    const shown = entries.map(([key, item]) => `${key}: ${text(item, depth + 1)}`).join(', ');
    return `${name && name !== 'Object' ? `${name} ` : ''}{${shown ? ` ${shown} ` : ''}}`;
  } catch {
    return 'a value that cannot be read';
  }
}

const shorten = (said: string): string => (said.length > longest ? `${said.slice(0, longest - 1)}…` : said);
