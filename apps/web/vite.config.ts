import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compress } from './build/compress.ts'
import { inlineStyles } from './build/inline-styles.ts'
import { listFiles } from './build/list-files.ts'
import { listPreloads } from './build/list-preloads.ts'

const NODE = 'http://127.0.0.1:4680'
const SERVICE_WORKER = 'service-worker'

// One file for what is loaded together: fewer questions over a slow line, and large files get smaller than many small ones. `$initial`: what
// every page loads. The rest is what several pages share, so that none loads much that it does not use.
const INITIAL = ['$initial' as const]
const GROUPS = [
  // Changes less often than the pages.
  {
    name: 'framework',
    test: /rolldown\/runtime|node_modules\/(react|react-dom|scheduler|@tanstack|use-sync-external-store|zod)\//,
    tags: INITIAL,
  },
  { name: 'entry', test: (id: string) => !id.includes(SERVICE_WORKER), tags: INITIAL },
  // Draws codes; the part that reads them is larger and for one page.
  { name: 'qr', test: /node_modules\/qr\/index\.js|\/src\/features\/scan\/(qr-code|code-card)\.tsx/ },
  {
    name: 'parts',
    test: /\/src\/(ui\/[\w-]+\.tsx|lib\/use-(pages|skill-name)\.ts|features\/town\/(missing-skills|score-meter|town-state|town-card|plan\/lazy-town-plan)[\w-]*\.tsx?)$/,
    minShareCount: 2,
  },
  {
    name: 'gigs',
    test: /\/src\/(lib\/(use-[\w-]+|language-name|save-file|pictures\/use-attachment)\.tsx?|session\/(needs-session|unlock-form)\.tsx|features\/(gigs|scan|next|wallet|pictures|town)\/[\w-]+\.tsx?)$|protocol\/src\/(ids|records\/kinds|math\/\w+)\.ts$/,
    minShareCount: 3,
  },
  // What codes and records are made of.
  {
    name: 'codes',
    test: /node_modules\/(@scure\/base|@noble\/hashes\/esm\/(_md|_u64|sha[23])\.|viem\/_esm\/(utils\/(data|encoding|hash\/keccak|address|lru)|errors\/(version|base|data|encoding|address)))|protocol\/src\/(codes|typed-data\/(gigCode|domain))\.ts/,
    minShareCount: 3,
  },
]

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

export default defineConfig({
  plugins: [react(), tailwindcss(), listFiles(), listPreloads(), inlineStyles(), compress()],
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
        codeSplitting: { groups: GROUPS.map((group, i) => ({ ...group, priority: GROUPS.length - i })) },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': NODE, '/rpc': NODE, '/relay': { target: NODE, ws: true } } },
})
