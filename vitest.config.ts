import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'scripts/new/template/test/*.test.ts'],
    testTimeout: 300_000,
    // Forks keep a hanging test killable. Two cores is what CI has, and vitest would leave one of them idle.
    pool: 'forks',
    maxWorkers: '100%',
  },
});
