import { existsSync, readFileSync } from 'node:fs';
import type { Json } from '../harness/adapter/wish.ts';
import { type DialectOption, dialectOptions } from '../harness/dialect/dialect.ts';
import { QuiesceError, type TroubleKind } from '../harness/errors.ts';
import { nearest } from '../harness/nearest.ts';
import { isCapability } from './capabilities.ts';
import { type Choices, choicesIn, type DialectFile, dialectFileFrom } from './dialect-file.ts';

export type { Choices };

/**
 * The choices that beat the adapter's: those of the reviewed file beside it, then of each `--dialect` in turn, which
 * is either `option=value` or the path of a file. Every one is held against the options that there are. A capability
 * with the value `none` says that it is not meant to be offered.
 */
export function dialectChoices(adapter: string | undefined, given: readonly string[]): Choices {
  const beside = dialectPath(adapter);
  const reviewed = beside !== undefined && existsSync(beside) ? readChoices(beside) : {};
  return Object.assign({}, reviewed, ...given.map(choicesOf)) as Choices;
}

/** Where the reviewed file of an adapter stands, whether there is one or not. */
export function dialectPath(adapter: string | undefined): string | undefined {
  const beside = adapter?.replace(/\.[cm]?[jt]sx?$/, '.dialect.json');
  return beside === adapter ? undefined : beside;
}

function choicesOf(given: string): Choices {
  const equals = given.indexOf('=');
  if (equals < 0) return readChoices(given);
  const [option, value] = [given.slice(0, equals), given.slice(equals + 1)];
  return checked({ [option]: valueOf(value) }, '--dialect');
}

/** A value that begins as JSON is JSON, so that parameters can be given; anything else is a word. */
function valueOf(text: string): Json {
  if (!/^[[{"\d-]/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** A default that is written down holds like any other choice, so that a newer kit does not change it. */
const readChoices = (file: string): Choices => choicesIn(readDialectFile(file));

/** Reads a dialect file, group by group, and holds every choice against the options that there are. */
export function readDialectFile(file: string): DialectFile {
  const text = readOrThrow(file);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (thrown) {
    throw unreadable(file, `it is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw unreadable(file, 'it holds no object');
  const read = dialectFileFrom(data as Choices);
  checked(choicesIn(read), file);
  return read;
}

function readOrThrow(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    const why = (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(thrown);
    throw unreadable(file, why);
  }
}

const unreadable = (file: string, why: string): QuiesceError =>
  new QuiesceError(
    'usage',
    'DIALECT_UNREADABLE',
    `Expected a dialect file at ${file}; ${why}.`,
    'A dialect is given as option=value, or as the path of a JSON file that maps options to values.',
  );

function checked(choices: Choices, source: string): Choices {
  checkChoices(choices, source, 'usage');
  return choices;
}

/** Holds choices against the options that there are: one that is misspelt would count for nothing, and nobody would know. */
export function checkChoices(choices: Choices, source: string, kind: TroubleKind): void {
  const options = dialectOptions();
  for (const [name, choice] of Object.entries(choices)) {
    if (choice === 'none' && isCapability(name)) continue;
    const option = optionOf(name, options);
    if (!option) throw unknownOption(name, Object.keys(options), source, kind);
    checkValue(name, option, choice, source, kind);
  }
}

/** `shutdown.queued`, of `shutdown.close.queued`. */
export const plainName = (option: string): string => option.replace(/^shutdown\.[^.]+\.(?=.)/, 'shutdown.');

/** An option, or one of a single shutdown mode, `shutdown.<mode>.queued`, or of a single signal, `signal.map.TERM`. */
export function optionOf(name: string, options = dialectOptions()): DialectOption | undefined {
  const known = (one: string): DialectOption | undefined => (Object.hasOwn(options, one) ? options[one] : undefined);
  return known(name) ?? known(plainName(name).replace(/^(signal\.\w+)\.(?:TERM|INT)$/, '$1'));
}

function unknownOption(name: string, names: readonly string[], source: string, kind: TroubleKind): QuiesceError {
  const close = nearest(name, names);
  return new QuiesceError(
    kind,
    'DIALECT_OPTION_UNKNOWN',
    `Expected a dialect option in ${source}, found "${name}".`,
    close === undefined ? '`quiesce list dialect` prints them.' : `Was "${close}" meant?`,
  );
}

// These take a number or a map instead of a word.
const free: ReadonlySet<string> = new Set(['number', 'map', 'declared']);

function checkValue(name: string, { values }: DialectOption, choice: Json, source: string, kind: TroubleKind): void {
  const words = values.map(({ value }) => value);
  if (words.some((word) => free.has(word))) return;
  const word = typeof choice === 'object' && choice !== null && 'value' in choice ? choice['value'] : choice;
  if (typeof word === 'string' && words.includes(word)) return;
  const close = typeof word === 'string' ? nearest(word, words) : undefined;
  throw new QuiesceError(
    kind,
    'DIALECT_VALUE_UNKNOWN',
    `Expected ${name} in ${source} to be one of ${words.join(', ')}; found ${JSON.stringify(choice)}.`,
    close === undefined ? `\`quiesce explain ${name}\` says what each means.` : `Was "${close}" meant?`,
  );
}
