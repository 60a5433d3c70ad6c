import { isTownError, type TownErrorCode } from '@distributed-town/sdk'
import { ReplayError } from './errors.ts'
import type { Limit } from './limit.ts'

/** Carries out the acts of people: a few at once, counted when they are done. */
export type Acts = {
  /** @returns what the act gave, or the code of the rule that refused it. @throws when nothing can go on. */
  readonly try: <Result>(act: () => Promise<Result>) => Promise<Attempt<Result>>
  readonly done: () => number
}

export type Attempt<Result> =
  | { readonly result: Result; readonly refused?: never }
  | { readonly refused: TownErrorCode; readonly result?: never }

export const createActs = ({ limit, signal }: { readonly limit: Limit; readonly signal: AbortSignal }): Acts => {
  let done = 0
  return {
    try: async (act) =>
      await limit.enter(async () => {
        if (signal.aborted) throw new ReplayError('STOPPED', 'The replay was stopped.', { cause: signal.reason })
        try {
          const result = await act()
          done += 1
          return { result }
        } catch (error) {
          // A node that is gone refuses everything; that would say nothing about the town.
          if (!isTownError(error) || error.code === 'HTTP_UNREACHABLE') throw error
          return { refused: error.code }
        }
      }),
    done: () => done,
  }
}
