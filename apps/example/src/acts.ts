import { isTownError } from '@distributed-town/sdk'
import { createLimit } from '../../replay/src/limit.ts'

/** Carries out what residents do, some of it at once. */
export type Acts = {
  /**
   * @returns what the act gave; undefined if a rule refused it, as when a visitor was faster in a resident's shoes: the story goes on without it.
   * @throws when the node is gone, or anything else failed.
   */
  readonly try: <Result>(act: () => Promise<Result>) => Promise<{ readonly result: Result } | undefined>
}

export const createActs = ({ say }: { readonly say: (line: string) => void }): Acts => {
  const limit = createLimit(ACTS_AT_ONCE)
  return {
    try: (act) =>
      limit.enter(async () => {
        try {
          return { result: await act() }
        } catch (error) {
          if (!isTownError(error) || error.code === 'HTTP_UNREACHABLE') throw error
          say(`${error.code}: ${error.message}`)
          return undefined
        }
      }),
  }
}

const ACTS_AT_ONCE = 24
