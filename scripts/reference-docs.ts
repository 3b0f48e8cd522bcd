import { pages } from '../bin/spec/pages.ts';
import { loadReference } from '../bin/spec/reference.ts';
import type { Document } from './documents.ts';

/** The semantic reference, from the catalogues, the dialect options, the contract and the list of mutants. */
export async function referenceDocs(): Promise<readonly Document[]> {
  return [...pages(await loadReference())].map(([name, text]) => ({ path: `docs/reference/${name}`, text }));
}
