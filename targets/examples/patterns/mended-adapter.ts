import { defineTarget } from '../../../harness/index.ts';
import type { ShutdownReport } from '../streaming/mended.ts';
import { batch } from './batch.ts';
import { withFallback } from './mended-fallback.ts';
import { shield } from './mended-shield.ts';
import { dialect, present } from './patterns-adapter.ts';

/** The patterns, mended. */
export const target = defineTarget({
  name: 'patterns-mended',
  version: '2.0.0',
  dialect,
  report: (settled) => ({ unfinished: (settled as Partial<ShutdownReport>).unfinished ?? [] }),
  open: (wish) => ({
    ...present(wish, { isolated: batch, shield }),
    policies: {
      fallback:
        ({ value, used }) =>
        (call, { signal }) =>
          withFallback(() => call(signal), value, used, signal),
    },
  }),
});
