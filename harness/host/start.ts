import { readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { QuiesceError, type TroubleKind } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Trouble } from '../outcome.ts';
import { type Death, ranDry } from './death.ts';
import type { Address, HostedCase, HostSettings, TargetFacts } from './frames.ts';
import { fileOf } from './loading.ts';
import { placeOf, shown } from '../places.ts';
import type { HostProcess } from './supervisor.ts';

/** What a host is told to load. */
export interface Load {
  readonly target: Address;
  readonly suites: readonly Address[];
  readonly settings: HostSettings;
}

/** What a host says once it has loaded. */
export interface Loaded {
  readonly facts: TargetFacts;
  readonly cases: readonly HostedCase[];
}

/** Has a host load a target. Throws what is wrong with the target; gives the death of a host that did not get so far. */
export async function load(host: HostProcess, what: Load, budget: number): Promise<Loaded | { readonly death: Death }> {
  const answer = await host.exchange({ do: 'load', ...what }, budget);
  if (answer.is === 'ready') return answer;
  if (answer.is === 'trouble') throw errorOf(answer.trouble);
  if (answer.is !== 'dead')
    throw new QuiesceError('internal', 'HOST_CONFUSED', `A host answered \`load\` by \`${answer.is}\`.`);
  const { death } = answer;
  if (death.kind === 'blocked' || death.kind === 'deadlock') throw hanging(what.target, death, budget);
  if (death.kind === 'exit') throw exiting(what.target, death);
  return { death };
}

/** Makes sure that the file of an adapter is there, before anything is started for it. */
export function checkExists(target: Address): void {
  const file = fileOf(target);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  const near = neighbours(file);
  throw new QuiesceError(
    'adapter',
    'ADAPTER_NOT_FOUND',
    `There is no adapter ${shown(file)}.`,
    near.length > 0 ? `Near it: ${near.join(', ')}` : 'Give the path of a file that exports `target`.',
  );
}

function neighbours(file: string): readonly string[] {
  const folder = dirname(file);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(folder)
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
    .sort();
  const best = nearest(basename(file), names);
  return [...new Set(best === undefined ? names : [best, ...names])].slice(0, 5);
}

/** Trouble that came from a host, as the error that it was there. */
export function errorOf({ code, message, hint }: Trouble): QuiesceError {
  const kinds: readonly (readonly [RegExp, TroubleKind])[] = [
    [/^SUITE_/, 'suite'],
    [/^CASE_/, 'usage'],
    [/^(?:INTERNAL|HOST_)/, 'internal'],
  ];
  const kind = kinds.find(([pattern]) => pattern.test(code))?.[1] ?? 'adapter';
  return new QuiesceError(kind, code, message, hint);
}

const at = (death: Death): string => {
  const place = placeOf(death.stack);
  return place ? ` at ${place.file}:${place.line}:${place.column}` : '';
};

const hanging = (target: Address, death: Death, budget: number): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_IMPORT_HANGS',
    death.seen === ranDry
      ? `${shown(fileOf(target))} was expected to load; a top-level \`await\` in it, or in what it imports, never ends.`
      : `${shown(fileOf(target))} was expected to load within ${budget} ms; it still ${death.kind === 'deadlock' ? 'waits' : 'runs'}${at(death)}.`,
    'Build the coordinator in `open`, not while the module loads.',
  );

const exiting = (target: Address, death: Death): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_EXITS',
    `${shown(fileOf(target))} was expected to load; ${death.seen}${at(death)}.`,
    'An adapter must not end the process: import the library, not its command.',
  );
