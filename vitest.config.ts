import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Servers, coordinators in other languages and threads, in real time: on a machine that is busy with something else a bound
 * may pass although nothing is wrong. What is wrong shows each time.
 */
const inRealTime = [
  'bin/interrupt.test.ts',
  'scripts/documents.test.ts',
  'scripts/real-things.test.ts',
  'suites/mutants/servers/*.test.ts',
  'suites/nulls/servers.test.ts',
  'targets/libraries/piscina.test.ts',
  'targets/python/*.test.ts',
  'targets/servers/**/*.test.ts',
];
// Fixtures are projects of their own, started by the tests beside them.
const never = ['**/node_modules/**', 'dist/**', 'dist-*/**', '**/fixtures/**'];

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // Two even on two cores: half of the time goes to processes that are waited for.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Generous, since a test that starts processes shares two cores with others; nothing asserts a duration.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    projects: [
      { extends: true, test: { name: 'virtual time', include: ['**/*.test.ts'], exclude: [...never, ...inRealTime] } },
      { extends: true, test: { name: 'real time', include: inRealTime, exclude: never, retry: 2 } },
    ],
  },
});
