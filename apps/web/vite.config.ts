import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const NODE = 'http://127.0.0.1:4680'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The rest of i18next is src/i18n/engine.ts.
  resolve: { alias: { i18next: path('src/i18n/key-from-selector.ts') } },
  build: { target: 'es2022', modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  server: { proxy: { '/api': NODE, '/rpc': NODE, '/relay': { target: NODE, ws: true } } },
})
