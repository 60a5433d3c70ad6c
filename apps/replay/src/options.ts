import { parseArgs } from 'node:util'
import { ReplayError } from './errors.ts'

export type Options = {
  readonly file: string
  /** How many towns of the file, from its beginning; undefined: all. */
  readonly towns: number | undefined
  readonly seed: string
  /** A running node; undefined: one is started for the replay. */
  readonly url: string | undefined
  /** Folder in which the run is kept, also when it is done; undefined: one that goes with it. */
  readonly run: string | undefined
  /** Where the report is written; undefined: into a folder named after the replay. */
  readonly report: string | undefined
}

export const USAGE = 'npm run replay -- FILE [--towns N] [--seed S] [--url URL] [--run FOLDER] [--report FOLDER]'

/** @throws ReplayError ARGUMENTS. */
export const parseOptions = (args: readonly string[]): Options => {
  const { values, positionals } = parse(args)
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new ReplayError('ARGUMENTS', `Name one file: ${USAGE}`)
  const { towns, seed = DEFAULT_SEED, url, run, report } = values
  if (towns !== undefined && !/^[1-9]\d{0,6}$/.test(towns)) {
    throw new ReplayError('ARGUMENTS', `--towns must be a whole number from 1, it is "${towns}".`)
  }
  if (url !== undefined && !isHttpUrl(url)) {
    throw new ReplayError('ARGUMENTS', `--url must be an address as http://127.0.0.1:4680, it is "${url}".`)
  }
  if (run === '') throw new ReplayError('ARGUMENTS', '--run must be the path of a folder.')
  if (report === '') throw new ReplayError('ARGUMENTS', '--report must be the path of a folder.')
  return { file, towns: towns === undefined ? undefined : Number(towns), seed, url, run, report }
}

const DEFAULT_SEED = '1'

const parse = (args: readonly string[]) => {
  const option = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      options: { towns: option, seed: option, url: option, run: option, report: option },
      allowPositionals: true,
    })
  } catch (error) {
    // Node's message names the option; its hint on double dashes is for another case.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('. ', 1)
    throw new ReplayError('ARGUMENTS', `${reason}. ${USAGE}`, { cause: error })
  }
}

const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
