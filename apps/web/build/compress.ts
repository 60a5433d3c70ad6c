import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'vite'

const compressed = promisify(brotliCompress)
const TEXTS = /\.(js|css|html|svg|json|webmanifest)$/
/** Below it the headers of an answer weigh more. */
const LEAST = 512

/** Writes each text of the build once more as brotli, as small as it gets, for the node to serve. */
export const compress = (): Plugin => ({
  name: 'compress',
  apply: 'build',
  writeBundle: async ({ dir = '' }) => {
    const files = (await readdir(dir, { recursive: true })).filter((file) => TEXTS.test(file))
    await Promise.all(
      files.map(async (file) => {
        const content = await readFile(join(dir, file))
        if (content.length < LEAST) return
        const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
        const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: content.length }
        await writeFile(join(dir, `${file}.br`), await compressed(content, { params }))
      }),
    )
  },
})
