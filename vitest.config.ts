import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'scripts/new/template/test/*.test.ts'],
    testTimeout: 300_000,
    // Two cores is what CI has; forks keep a hanging test killable.
    pool: 'forks',
  },
});
