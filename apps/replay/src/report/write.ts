import { accessSync, constants, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { ReplayError } from '../errors.ts'
import { formatPage } from './html/page.ts'
import { type Report, reportSchema } from './schema.ts'

/** Where a report goes unless somebody says otherwise: the same replay writes into the same folder. */
export const nameFolder = ({
  file,
  towns,
  seed,
}: {
  readonly file: string
  readonly towns: number
  readonly seed: string
}): string => {
  const name = [basename(file).replace(/\.\w+$/, ''), `${towns}-towns`, `seed-${seed}`].join('-')
  return join('replay-reports', name.replace(/[^\w-]+/g, '_').slice(0, LONGEST_NAME))
}
const LONGEST_NAME = 100

/** Makes the folder, before a replay that may take an hour. @throws ReplayError REPORT. */
export const openFolder = (folder: string): string => {
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true })
    accessSync(path, constants.W_OK)
    return path
  } catch (error) {
    throw writeError(path, error)
  }
}

/** Writes the report and the schema of its JSON. @throws ReplayError REPORT. */
export const writeReport = (report: Report, { folder }: { readonly folder: string }): void => {
  const files = {
    'report.json': `${JSON.stringify(z.encode(reportSchema, report), null, 1)}\n`,
    'report.schema.json': `${JSON.stringify(z.toJSONSchema(reportSchema, { io: 'input' }), null, 1)}\n`,
    'report.html': formatPage(report),
  }
  for (const [name, content] of Object.entries(files)) writeFile(join(folder, name), content)
}

/** Whole or not at all: what an earlier replay wrote stays until then. */
const writeFile = (path: string, content: string): void => {
  const temporary = `${path}.new`
  try {
    writeFileSync(temporary, content)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw writeError(path, error)
  }
}

const writeError = (path: string, cause: unknown) =>
  new ReplayError(
    'REPORT',
    `The report can't be written to ${path}: ${cause instanceof Error ? cause.message : String(cause)}. Name another folder by --report.`,
    { cause },
  )
