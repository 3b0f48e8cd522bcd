import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

const text = 'quiesce: an error of a cleanup';

/**
 * A cancelled job whose cleanup throws: is its outcome that very error? It is then in plain sight, and failed is what it
 * is; anything less is left to CAN-18.
 */
export async function cleanupError(bench: Bench, offering: Offering): Promise<void> {
  if (!offering.has('cancel.running')) return;
  await bench.coordinator();
  bench.submit('T', [{ try: { body: [{ gate: 'g' }], finally: [{ throw: text }] } }]);
  await bench.quiesce();
  bench.cancel('T');
  await bench.quiesce();
  await bench.until('the cancelled job has settled', (history) => history.result('T') !== undefined);
  const { history } = bench;
  const result = history.result('T');
  const itself = result?.kind === 'fail' && result.value instanceof Error && result.value.message === text;
  if (itself && history.told('T') && history.endingOf(result, 'result') === 'failed')
    offering.observe('cleanup.error', 'failed');
}
