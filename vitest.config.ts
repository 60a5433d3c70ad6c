import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,apps,scripts,e2e}/**/*.test.ts'],
    // One core less than there are is what vitest would take: of two cores, one. The tests of nodes wait more than they work.
    maxWorkers: 2,
  },
})
