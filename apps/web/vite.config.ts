import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compress } from './build/compress.ts'
import { listFiles } from './build/list-files.ts'

const NODE = 'http://127.0.0.1:4680'
const SERVICE_WORKER = 'service-worker'

/** What every page stands on changes less often than the pages. */
const FRAMEWORK = /node_modules\/(react|react-dom|scheduler|@tanstack)\//

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

export default defineConfig({
  plugins: [react(), tailwindcss(), listFiles(), compress()],
  // The pages are written and checked for it; src/i18n/ does what they use of it in a tenth of the size.
  resolve: { alias: { 'react-i18next': path('src/i18n/react.ts') } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: path('index.html'), [SERVICE_WORKER]: path('service-worker/service-worker.ts') },
      output: {
        // Its address must stay, as browsers look there for the next one.
        entryFileNames: ({ name }) => (name === SERVICE_WORKER ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups: [{ name: 'framework', test: FRAMEWORK }] },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': NODE, '/rpc': NODE, '/relay': { target: NODE, ws: true } } },
})
