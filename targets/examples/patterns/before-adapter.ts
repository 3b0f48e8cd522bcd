import { defineTarget } from '../../../harness/index.ts';
import type { ShutdownReport } from '../streaming/mended.ts';
import { withFallback } from './fallback.ts';
import { isolated } from './isolation.ts';
import { dialect, present } from './patterns-adapter.ts';
import { shield } from './shield.ts';

/** The patterns as the document has them. */
export const target = defineTarget({
  name: 'patterns-before',
  version: '1.0.0',
  dialect: { ...dialect, 'shield.outer': 'at-once' },
  report: (settled) => ({ unfinished: (settled as Partial<ShutdownReport>).unfinished ?? [] }),
  open: (wish) => ({
    ...present(wish, { isolated, shield }),
    policies: {
      fallback:
        ({ value }) =>
        (call, { signal }) =>
          withFallback(() => call(signal), value),
    },
  }),
});
