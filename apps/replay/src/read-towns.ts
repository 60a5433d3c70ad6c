import { readFileSync } from 'node:fs'
import { MAX_MEMBERS, MIN_MEMBERS } from '@distributed-town/sdk'
import { z } from 'zod'
import { ReplayError } from './errors.ts'

const count = z.int().min(0).max(1_000_000)

// Fields that are not used here may come; a later part may read them.
const memberSchema = z.object({
  /** The kind of work that the person trades. */
  business: z.string().min(1).max(100),
  /** Trades in which the person paid, and was paid. */
  tradesOut: count,
  tradesIn: count,
  /** Distinct others in them. */
  partnersOut: count,
  partnersIn: count,
  /** What was paid in all, in the currency of the source. */
  volumeOut: z.number().min(0),
})
const townSchema = z.object({
  town: z.int().min(1),
  members: z.array(memberSchema).min(MIN_MEMBERS).max(MAX_MEMBERS),
})

export type SourceMember = z.infer<typeof memberSchema>
/** A community as the file has it. */
export type SourceTown = z.infer<typeof townSchema>

/**
 * The first towns of a file with one JSON object a line.
 *
 * @param options.most Of them; all unless given. Lines after them are not read.
 * @throws ReplayError FILE, or LINE with the number of the line and what is wrong in it.
 */
export const readTowns = ({
  file,
  most = Infinity,
}: {
  readonly file: string
  readonly most?: number | undefined
}): readonly SourceTown[] => {
  const towns: SourceTown[] = []
  const lineOf = new Map<number, number>()
  for (const [index, text] of readText(file).split('\n').entries()) {
    if (towns.length >= most) break
    if (text.trim() === '') continue
    const town = parseLine(file, index + 1, text)
    const earlier = lineOf.get(town.town)
    if (earlier !== undefined)
      throw lineError(file, index + 1, `town ${town.town} was there before, in line ${earlier}`)
    lineOf.set(town.town, index + 1)
    towns.push(town)
  }
  if (towns.length === 0) throw new ReplayError('FILE', `${file} holds no town.`)
  return towns
}

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(error)
    throw new ReplayError('FILE', `${file} can't be read: ${reason}.`, { cause: error })
  }
}

const parseLine = (file: string, line: number, text: string): SourceTown => {
  const { success, data, error } = townSchema.safeParse(parseJson(file, line, text))
  if (success) return data
  const { path, message } = error.issues[0] ?? { path: [], message: '' }
  throw lineError(file, line, `${path.join('.') || 'the object'}: ${message}`)
}

const parseJson = (file: string, line: number, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw lineError(file, line, 'it is not JSON')
  }
}

const lineError = (file: string, line: number, reason: string) =>
  new ReplayError('LINE', `${file}, line ${line}: ${reason}.`)
