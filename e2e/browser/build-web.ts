import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const BUILD = fileURLToPath(new URL('../../scripts/build-web.ts', import.meta.url))

/** The web app that the nodes of these tests serve; nothing to do when it is newer than its sources. */
export const buildWeb = async (): Promise<void> => {
  await promisify(execFile)(process.execPath, [BUILD])
}
