import { type Catalogue, readCatalogue } from '../harness/index.ts';
import { fixes as cancellation } from './cancellation/fixes.ts';
import { fixes as diagnostics } from './diagnostics/fixes.ts';
import type { Fixes } from './fix.ts';
import { fixes as lifecycle } from './lifecycle/fixes.ts';
import { fixes as tokens } from './tokens/fixes.ts';
import { fixes as patterns } from './patterns/fixes.ts';
import { fixes as races } from './races/fixes.ts';
import { fixes as reliability } from './reliability/fixes.ts';
import { fixes as shutdown } from './shutdown/fixes.ts';

export type { Fix, Fixes } from './fix.ts';

/** A suite that comes with the kit. */
export interface BuiltInSuite {
  readonly name: string;
  readonly title: string;
  /** Of its module, for the host: a file URL. */
  readonly address: string;
  /** The requirements and the cases that are written down; those made from data come with the code. */
  readonly catalogue: Catalogue;
  readonly fixes: Fixes;
}

/** Source or built: modules beside this one have the ending that it has itself. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** Without the code of its cases: whoever wants to run them imports the address. */
function builtIn(name: string, fixes: Fixes): BuiltInSuite {
  const catalogue = readCatalogue(new URL(`${name}/`, import.meta.url));
  const address = new URL(`${name}/suite${ending}`, import.meta.url).href;
  return { name, title: catalogue.title, address, catalogue, fixes };
}

/** All suites, in reading order. */
export const builtInSuites: readonly BuiltInSuite[] = [
  builtIn('cancellation', cancellation),
  builtIn('shutdown', shutdown),
  builtIn('patterns', patterns),
  builtIn('races', races),
  builtIn('reliability', reliability),
  builtIn('tokens', tokens),
  builtIn('lifecycle', lifecycle),
  builtIn('diagnostics', diagnostics),
];
