import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,apps,scripts,e2e}/**/*.test.ts'],
    // One core less than there are is what vitest would take: of two cores, one. The tests of nodes wait more than they work.
    maxWorkers: 2,
    // What hangs ends; how long anything takes on a busy machine is no matter of a test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
