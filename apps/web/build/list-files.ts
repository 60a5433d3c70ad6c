import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

const WORKER = 'service-worker.js'
/** As service-worker.ts writes it. */
const PLACE = '__BUILT__'

/** Tells the service worker what was built: what every page needs, and the rest. */
export const listFiles = (): Plugin => ({
  name: 'list-files',
  apply: 'build',
  enforce: 'post',
  generateBundle: (_, bundle) => {
    const worker = bundle[WORKER]
    const page = bundle['index.html']
    if (worker?.type !== 'chunk' || page?.type !== 'asset') throw new Error('there is no service worker or no page')
    const html = String(page.source)
    const built = Object.keys(bundle).filter((file) => file.startsWith('assets/') && !file.endsWith('.map'))
    const isFirst = (file: string) => html.includes(`/${file}`)
    const paths = (files: readonly string[]) => files.map((file) => `/${file}`)
    const first = ['/', '/icon.svg', '/manifest.webmanifest', ...paths(built.filter(isFirst))]
    const rest = paths(built.filter((file) => !isFirst(file)))
    const version = createHash('sha256').update(html).update(rest.join()).digest('hex').slice(0, 16)
    worker.code = worker.code.replace(PLACE, JSON.stringify({ version, first, rest }))
  },
})
