import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { QuiesceError } from '../harness/errors.ts';
import type { Address } from '../harness/host/frames.ts';
import { nearest } from '../harness/nearest.ts';
import { commandAddress, type Ready } from '../harness/process/command.ts';
import { builtInTargets } from '../targets/index.ts';
import { commandWords } from './command-words.ts';

/** A target as a person names it, and where it is. */
export interface NamedTarget {
  /** As it was typed; commands to reproduce repeat it. */
  readonly named: string;
  readonly address: Address;
  /** Path of the adapter, where it is a file of the user's. */
  readonly file?: string;
}

const own = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Families of targets that are made by name: the part before the colon, and the module that knows the rest. */
const families: Readonly<Record<string, { readonly module: string; readonly standard?: string }>> = {
  reference: { module: 'reference', standard: 'default' },
  mutant: { module: 'mutants' },
  null: { module: 'nulls' },
  server: { module: 'reference/server', standard: 'reference' },
};

/** Finds the target that is meant by a built-in name or by the path of an adapter. */
export function findTarget(named: string): NamedTarget {
  const builtIn = Object.hasOwn(builtInTargets, named) ? builtInTargets[named] : undefined;
  if (builtIn) return { named, address: builtIn.address };
  return asCommand(named) ?? inFamily(named) ?? asFile(named) ?? unknown(named);
}

/** What a target that is nothing but a command is called: `command:<command>`, `listening:<port or pattern> <command>`. */
export const commandPrefix = 'command:';
export const serverPrefix = 'listening:';

function asCommand(named: string): NamedTarget | undefined {
  if (named.startsWith(commandPrefix))
    return { named, address: commandAddress(commandWords(named.slice(commandPrefix.length))) };
  if (!named.startsWith(serverPrefix)) return undefined;
  const [ready = '', ...words] = commandWords(named.slice(serverPrefix.length));
  return { named, address: commandAddress(words, readyOf(ready)) };
}

/** A number is a port; anything else a pattern whose first group is one. */
const readyOf = (text: string): Ready => (/^\d+$/.test(text) ? { port: Number(text) } : { pattern: text });

function inFamily(named: string): NamedTarget | undefined {
  const colon = named.indexOf(':');
  const family = colon < 0 ? named : named.slice(0, colon);
  const found = Object.hasOwn(families, family) ? families[family] : undefined;
  const name = colon < 0 ? found?.standard : named.slice(colon + 1);
  if (!found || !name) return undefined;
  const module = new URL(`../suites/${found.module}/targets${own}`, import.meta.url).href;
  return { named, address: `${module}#${encodeURIComponent(name)}` };
}

/** What has a folder or an extension in it is a path, whether it exists or not: what is wrong with it is told later. */
function asFile(named: string): NamedTarget | undefined {
  const hash = named.indexOf('#');
  const path = hash < 0 ? named : named.slice(0, hash);
  if (!/[\\/]/.test(path) && extname(path) === '' && !existsSync(path)) return undefined;
  const file = resolve(path);
  return { named, file, address: pathToFileURL(file).href + (hash < 0 ? '' : named.slice(hash)) };
}

/** Names that can be typed as they are. */
export const targetNames = (): readonly string[] => [...Object.keys(builtInTargets), 'reference'];

function unknown(named: string): never {
  const close = nearest(named, targetNames());
  throw new QuiesceError(
    'usage',
    'TARGET_UNKNOWN',
    `Expected the path of an adapter or the name of a built-in target, found "${named}".`,
    close === undefined
      ? `Built in are ${targetNames().join(', ')}. The path of an adapter has its extension: ./${named}.ts`
      : `Was "${close}" meant?`,
  );
}
