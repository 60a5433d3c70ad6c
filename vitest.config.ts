import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,apps,scripts,e2e}/**/*.test.ts'],
    // The story in a browser runs by itself (npm run test:browser) until it is whole.
    exclude: process.env.BROWSER ? configDefaults.exclude : [...configDefaults.exclude, 'e2e/browser/**'],
  },
})
