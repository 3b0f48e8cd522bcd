import { fileURLToPath } from 'node:url';
import type { AnyTarget } from '../adapter/target.ts';
import { QuiesceError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Suite } from '../suite.ts';
import { shown } from '../places.ts';
import type { Address } from './frames.ts';
import { suiteTrouble, targetTrouble } from './load-trouble.ts';
import { checkTarget } from './target-check.ts';

type Module = Readonly<Record<string, unknown>>;

/** The module of an address, and the export that it names. */
export function partsOf(address: Address): { readonly url: string; readonly name: string | undefined } {
  const hash = address.indexOf('#');
  return hash < 0
    ? { url: address, name: undefined }
    : { url: address.slice(0, hash), name: decodeURIComponent(address.slice(hash + 1)) };
}

/** Path of the file that an address names. */
export const fileOf = (address: Address): string => fileURLToPath(partsOf(address).url);

/** Imports an adapter and takes the target out of it. Throws one readable error for each way in which this fails. */
export async function loadTarget(address: Address): Promise<AnyTarget> {
  const { url, name } = partsOf(address);
  const file = fileURLToPath(url);
  let module: Module;
  let found: unknown;
  try {
    module = (await import(url)) as Module;
    found = pick(module, name);
  } catch (thrown) {
    throw targetTrouble(thrown, file);
  }
  if (found === undefined) throw nothingExported(module, name, file);
  const target = checkTarget(found, file);
  addresses.set(target, address);
  if (!('command' in target)) return target;
  const { reached } = await import('../process/wire-target.ts');
  return reached(target);
}

const addresses = new WeakMap<AnyTarget, Address>();

/** Where a target was loaded from, so that another process can load it too. */
export const addressOf = (target: AnyTarget): Address | undefined => addresses.get(target);

/** A module that makes targets by name answers for names; a CommonJS module has its exports under `default`. */
function pick(module: Module, name: string | undefined): unknown {
  const own = { ...(module['default'] as Module | undefined), ...module };
  if (name === undefined) {
    if (own['target'] !== undefined) return own['target'];
    const { default: fallback } = module;
    return hasMembers(fallback) ? fallback : undefined;
  }
  const named = own['targetNamed'];
  return typeof named === 'function' ? (named as (name: string) => unknown)(name) : own[name];
}

// What `module.exports = {}` comes down to.
const hasMembers = (value: unknown): boolean =>
  value !== null && value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0);

function nothingExported(module: Module, name: string | undefined, file: string): QuiesceError {
  const names = Object.keys(module).sort();
  const wanted = name ?? 'target';
  const close = nearest(wanted, names);
  return new QuiesceError(
    'adapter',
    'ADAPTER_EXPORTS_NOTHING',
    `${shown(file)} was expected to export \`${wanted}\`; it exports ${names.length > 0 ? names.join(', ') : 'nothing'}.`,
    close === undefined
      ? `Write \`export const ${name === undefined ? 'target' : wanted} = defineTarget({ name, open })\` in it.`
      : `Was \`${close}\` meant? Rename it, or name it in the address: ${shown(file)}#${close}`,
  );
}

/** Imports suites: each address names a module that exports `suite`. */
export async function loadSuites(addresses: readonly Address[]): Promise<readonly Suite[]> {
  const suites: Suite[] = [];
  for (const address of addresses) {
    const { url, name = 'suite' } = partsOf(address);
    try {
      const found = ((await import(url)) as Module)[name] as Suite | undefined;
      if (!Array.isArray(found?.cases)) throw new Error(`it exports no suite as \`${name}\``);
      suites.push(found);
    } catch (thrown) {
      throw suiteTrouble(thrown, fileURLToPath(url));
    }
  }
  return suites;
}
