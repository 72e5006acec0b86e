import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/test/longest-first.ts'
import { SecondTries } from './scripts/test/second-tries.ts'

/** Named by `scripts/test.ts`, which counts from it; absent when a file is run by hand. */
const report = process.env['COUNTERSIGN_TEST_REPORT']

const browsers = {
  environment: 'node' as const,
  pool: 'forks' as const,
  // One browser and one Tryton at a time, unless a suite says otherwise: two cores are shared by all of them.
  fileParallelism: false,
  // A limit against hanging, not a measure: the longest walk takes 45 s on a quiet machine.
  testTimeout: 240_000,
  hookTimeout: 240_000,
  // Real browsers on a shared machine: one more try, and `SECOND TRY` names the test that took it.
  retry: 1,
  // What is waited for happens in other processes.
  expect: { poll: { timeout: 20_000, interval: 100 } },
}

const sideBySide = { fileParallelism: true, maxWorkers: 2 }

/** What is shown, in a real browser without the extension around it. */
const pages = ['test/{components,console,content-scripts,hostile,practice}/**/*.test.{ts,tsx}']

/** One project per suite of `scripts/test.ts`, which brings what each needs before it starts it. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: [
      'default',
      new SecondTries(),
      ...(report === undefined ? [] : [['json', { outputFile: report }] satisfies ['json', object]]),
    ],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/{e2e,stores,firefox,long}/**', ...pages],
          environment: 'node',
          setupFiles: ['fake-indexeddb/auto'],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'stores',
          include: ['test/stores/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/support/stores-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      // Pages and journeys mostly wait: two side by side, kept apart by their ports and folders.
      { test: { ...browsers, ...sideBySide, name: 'pages', include: pages } },
      { test: { ...browsers, ...sideBySide, name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
      { test: { ...browsers, name: 'firefox', include: ['test/firefox/**/*.test.ts'] } },
      {
        test: {
          ...browsers,
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          retry: 0,
          testTimeout: 1_200_000,
        },
      },
    ],
  },
})
