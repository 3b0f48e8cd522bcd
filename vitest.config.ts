import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    // Fixtures are projects of their own, started by the tests beside them.
    exclude: ['**/node_modules/**', 'dist/**', 'dist-*/**', '**/fixtures/**'],
    environment: 'node',
    pool: 'forks',
    // Two even on two cores: half of the time goes to processes that are waited for.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Generous, since a test that starts processes shares two cores with others; nothing asserts a duration.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
});
