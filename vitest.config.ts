import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['{packages,apps,scripts,e2e}/**/*.test.ts'] } })
