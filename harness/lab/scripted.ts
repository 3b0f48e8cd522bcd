import type { Bench } from './bench.ts';

/** Why a workload cannot be written down. */
export class Unwritable extends Error {}

/** What a workload only asks, or reads: no step of a script. */
const questions: ReadonlySet<string> = new Set(['accepted', 'has', 'named']);
/** Parts of a bench whose calls are steps too. */
const parts: ReadonlySet<string> = new Set([
  'own',
  'resources',
  'policies',
  'tokens',
  'services',
  'store',
  'network',
  'pace',
  'recorder',
]);

/**
 * The same bench, which also writes every call that is made of it as a line of JavaScript. Calls go through unchanged,
 * promises too: an `await` of one costs the hops that it costs without.
 */
export function scripted(bench: Bench, lines: string[]): Bench {
  return recording(bench, 'lab', lines);
}

function recording<T extends object>(object: T, path: string, lines: string[]): T {
  return new Proxy(object, {
    get(target, key) {
      const found = Reflect.get(target, key, target) as unknown;
      if (typeof key === 'symbol') return found;
      if (typeof found === 'function')
        return questions.has(key) ? found.bind(target) : written(target, found, `${path}.${key}`, lines);
      if (path === 'lab' && parts.has(key) && typeof found === 'object' && found !== null)
        return recording(found, `${path}.${key}`, lines);
      return found;
    },
    set(target, key, value) {
      // The driver of a race counts its hops as it waits them; a helper around them would cost hops of its own.
      if (path === 'lab.recorder' && key === 'hop') lines.push('await null;', 'lab.recorder.hop += 1;');
      return Reflect.set(target, key, value, target);
    },
  });
}

type Callable = (...args: readonly unknown[]) => unknown;

const written =
  (target: object, call: unknown, path: string, lines: string[]): Callable =>
  (...args) => {
    // In virtual time whatever is waited for is so at rest.
    const texts = path === 'lab.until' ? [literal(args[0]), '() => true'] : args.map(literal);
    const at = lines.length;
    const answer = (call as Callable).call(target, ...args);
    const waits = answer instanceof Promise ? 'await ' : '';
    lines.splice(at, 0, `${waits}${path}(${texts.join(', ')});`);
    return answer;
  };

/** A value as JavaScript. Throws for one that only the case itself has. */
export function literal(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value instanceof Error)
    return `Object.assign(new Error(${JSON.stringify(value.message)}), { name: ${JSON.stringify(value.name)} })`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) {
    const text =
      typeof value === 'string' || typeof value === 'boolean' || value === null ? JSON.stringify(value) : undefined;
    if (text === undefined) throw new Unwritable(`it hands over a ${typeof value}`);
    return text;
  }
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new Unwritable('it hands over an object of its own');
  const entries = Object.entries(value).map(
    ([key, member]) => `${/^[a-z_$][\w$]*$/i.test(key) ? key : JSON.stringify(key)}: ${literal(member)}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
