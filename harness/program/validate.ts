import type { StepName } from '../adapter/program.ts';
import { describe } from '../describe.ts';
import { nearest } from '../nearest.ts';

/** Says what is wrong with a value at a path, if anything. */
type Shape = (value: unknown, path: string) => string | undefined;

/** Says where and why a value is no program: the path, what was expected, what was found. Nothing: it is one. */
export function validateProgram(program: unknown, path = 'program'): string | undefined {
  if (!Array.isArray(program)) return wrong(path, 'a list of steps', program);
  return firstOf(program.map((step: unknown, index) => () => stepShape(step, `${path}[${index}]`)));
}

const stepShape: Shape = (step, path) => {
  if (!isRecord(step)) return wrong(path, 'a step, as { gate: "g" }', step);
  const names = Object.keys(step);
  const [name] = names;
  if (name === undefined || names.length > 1) return wrong(path, 'a step with exactly one key, its name', step);
  const shape = Object.hasOwn(steps, name) ? steps[name as StepName] : undefined;
  if (shape) return shape(step[name], `${path}.${name}`);
  const near = nearest(name, Object.keys(steps));
  return `${path}: expected a known step, found "${name}".${near ? ` Did you mean "${near}"?` : ` Steps: ${Object.keys(steps).join(', ')}.`}`;
};

const is =
  (expected: string, holds: (value: unknown) => boolean): Shape =>
  (value, path) =>
    holds(value) ? undefined : wrong(path, expected, value);

const either =
  (...words: readonly unknown[]): Shape =>
  (value, path) =>
    words.includes(value) ? undefined : wrong(path, words.map((word) => JSON.stringify(word)).join(' or '), value);

/** An object with these members and no others; one whose name ends in `?` may be left out. */
const fields =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value, path) => {
    if (!isRecord(value)) return wrong(path, `an object with ${Object.keys(members).join(', ')}`, value);
    const known = Object.keys(members).map((name) => name.replace('?', ''));
    const stranger = Object.keys(value).find((name) => !known.includes(name));
    if (stranger !== undefined) {
      const near = nearest(stranger, known);
      return `${path}: found an unknown member "${stranger}".${near ? ` Did you mean "${near}"?` : ''} Members: ${known.join(', ')}.`;
    }
    return firstOf(
      Object.entries(members).map(([name, shape]) => () => {
        const key = name.replace('?', '');
        const absent = value[key] === undefined && name.endsWith('?');
        return absent ? undefined : shape(value[key], `${path}.${key}`);
      }),
    );
  };

const text = is('text', (value) => typeof value === 'string');
const ms = is('a number of ms', (value) => typeof value === 'number' && !Number.isNaN(value));
const count = is('a whole number of 0 or more', (value) => Number.isInteger(value) && Number(value) >= 0);
const json = is('a JSON value', (value) => isJson(value));
const body: Shape = (value, path) => validateProgram(value, path);
const bodies: Shape = (value, path) =>
  Array.isArray(value)
    ? firstOf(value.map((program: unknown, index) => () => body(program, `${path}[${index}]`)))
    : wrong(path, 'a list of programs', value);
const named = fields({ name: text, body });

const steps: Readonly<Record<StepName, Shape>> = {
  note: text,
  sleep: ms,
  gate: text,
  spin: ms,
  check: either('throw', 'note'),
  return: json,
  throw: (value, path) =>
    typeof value === 'string'
      ? undefined
      : fields({ 'value?': json, 'cause?': text, 'sync?': either(true) })(value, path),
  try: fields({
    body,
    'catch?': fields({ 'timeout?': body, 'cancelled?': body, 'failed?': body }),
    'finally?': body,
  }),
  deaf: body,
  later: body,
  call: text,
  join: text,
  stop: fields({ what: either('token', 'self'), 'reason?': json }),
  do: fields({
    call: either('cancel', 'cancelAll', 'shutdown', 'submit', 'subscribe', 'policy'),
    'task?': text,
    'mode?': text,
    'policy?': text,
    'body?': body,
    'wait?': is('true or false', (value) => typeof value === 'boolean'),
  }),
  emit: fields({ type: text, 'data?': json }),
  shield: body,
  within: fields({ ms, body }),
  move: (value, path) => (value === null ? undefined : ms(value, path)),
  remaining: either(true),
  scope: named,
  all: bodies,
  settle: fields({ bodies, 'timeout?': ms }),
  race: bodies,
  any: bodies,
  group: named,
  supervise: named,
  spawn: fields({ name: text, 'into?': text, body }),
  map: fields({ bodies, 'concurrency?': count, 'leave?': count }),
  hold: named,
  acquire: text,
  use: fields({ name: text, dispose: body, body }),
  defer: body,
  transaction: body,
  read: text,
  write: fields({ key: text, value: json }),
};

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isRecord(value) && Object.values(value).every(isJson);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The first complaint; later ones are not looked for. */
function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const complaint = check();
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

const wrong = (path: string, expected: string, found: unknown): string =>
  `${path}: expected ${expected}, found ${found === null ? 'null' : `${typeof found} ${describe(found)}`}.`;
