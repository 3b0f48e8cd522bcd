import type { Diagnostic } from '../adapter/events.ts';
import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

/**
 * A failure whose result nobody reads: does the hook report it, and the platform not? `strays` counts what the platform
 * has reported so far. Reported by both, or by neither, is no choice; reported twice, it is still the hook's to report.
 * REL-02 will find all three.
 */
export async function unobserved(bench: Bench, offering: Offering, strays: () => number): Promise<void> {
  await bench.coordinator();
  if (!bench.current.diagnostics) return;
  const before = strays();
  bench.submit('T', [{ gate: 'g' }, { throw: text }], { unread: true });
  await bench.quiesce();
  bench.open('g');
  await bench.quiesce();
  const records = bench.history.all('diagnostic').filter(({ value }) => isOfIt(value as Diagnostic));
  if (records.length > 0 && strays() === before) offering.observe('unobserved', 'hook');
}

const text = 'quiesce: a failure that nobody reads';

/** A log may hand over the error itself, or no more than its text. */
const isOfIt = (record: Diagnostic | undefined): boolean =>
  (record?.error instanceof Error && record.error.message === text) ||
  [record?.text, record?.error].some((said) => typeof said === 'string' && said.includes(text));
