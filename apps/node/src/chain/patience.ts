import { setTimeout as sleep } from 'node:timers/promises'

/**
 * How long a chain that others mine has said nothing. A question is asked again for a minute and more, which is right for the index; who waits
 * for the answer of the node hears sooner that nothing comes.
 */
export type Patience = {
  /** Asks the chain. */
  readonly ask: <Result>(question: () => Promise<Result>) => Promise<Result>
  /**
   * What the work comes to, unless nothing was answered for so long while it ran. It goes on all the same.
   * @throws SilentChainError
   */
  readonly wait: <Result>(work: Promise<Result>, options?: { readonly ms?: number }) => Promise<Result>
}

/** Milliseconds. */
const LONGEST = 8_000
const LOOK_EVERY = 250

/** @param isAnswer Whether an error is what the chain says. */
export const createPatience = ({ isAnswer }: { readonly isAnswer: (error: unknown) => boolean }): Patience => {
  /** Since when something is asked and nothing answered, by `performance.now`. */
  let silentSince: number | undefined

  return {
    ask: async (question) => {
      silentSince ??= performance.now()
      try {
        const result = await question()
        silentSince = undefined
        return result
      } catch (error) {
        if (isAnswer(error)) silentSince = undefined
        throw error
      }
    },
    wait: async (work, { ms = LONGEST } = {}) => {
      const since = performance.now()
      const over = new AbortController()
      const silence = async () => {
        for (;;) {
          await sleep(LOOK_EVERY, undefined, { signal: over.signal, ref: false })
          if (silentSince !== undefined && performance.now() - Math.max(since, silentSince) >= ms) {
            throw new SilentChainError('the chain does not answer')
          }
        }
      }
      try {
        return await Promise.race([work, silence()])
      } finally {
        over.abort()
      }
    },
  }
}

export class SilentChainError extends Error {
  override readonly name = 'SilentChainError'
}
