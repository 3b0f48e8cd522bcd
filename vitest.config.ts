import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    // Fixtures are projects of their own, started by the tests beside them.
    exclude: ['**/node_modules/**', 'dist/**', 'dist-*/**', '**/fixtures/**'],
    environment: 'node',
    pool: 'forks',
    // Generous, since a test that starts processes shares two cores with others; nothing asserts a duration.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
});
