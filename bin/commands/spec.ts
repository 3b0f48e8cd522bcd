import { QuiesceError } from '../../harness/errors.ts';
import { nearest } from '../../harness/nearest.ts';
import type { Arguments } from '../command-line.ts';
import type { Door } from '../out.ts';
import { one } from '../read-arguments.ts';
import { optionSection } from '../spec/option-page.ts';
import { pages } from '../spec/pages.ts';
import { loadReference, type Reference } from '../spec/reference.ts';
import { requirementSection } from '../spec/requirement-section.ts';

/** Prints the semantic reference in markdown: its index, one page of it, or one requirement or dialect option. */
export async function spec(args: Arguments, { out }: Door): Promise<number> {
  const what = (one(args, 'what') ?? 'index').toLowerCase();
  const reference = await loadReference();
  const text = pages(reference).get(`${what}.md`) ?? requirement(what, reference) ?? option(what, reference);
  if (text === undefined) throw unknown(what, reference);
  out.print(text);
  return 0;
}

function requirement(what: string, reference: Reference): string | undefined {
  for (const suite of reference.suites) {
    const found = suite.catalogue.requirements.find(({ id }) => id.toLowerCase() === what);
    if (found) return `${requirementSection(found, suite, reference)}\n`;
  }
  return undefined;
}

function option(what: string, reference: Reference): string | undefined {
  const found = Object.entries(reference.options).find(([name]) => name.toLowerCase() === what);
  return found && `${optionSection(...found, reference)}\n`;
}

function unknown(what: string, reference: Reference): QuiesceError {
  const pageNames = [...pages(reference).keys()].map((name) => name.replace('.md', ''));
  const close = nearest(what, [...pageNames, ...reference.pages.keys(), ...Object.keys(reference.options)]);
  return new QuiesceError(
    'usage',
    'SPEC_UNKNOWN',
    `Expected a page of the reference, a requirement or a dialect option, found "${what}".`,
    close === undefined ? `The pages are ${pageNames.join(', ')}.` : `Was "${close}" meant?`,
  );
}
