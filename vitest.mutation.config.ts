import { defineConfig } from 'vitest/config'

/** Only the tests of the core: every one of them runs for every change Stryker makes to it. */
export default defineConfig({
  test: {
    include: ['test/policy/**/*.test.ts', 'test/specification/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
  },
})
