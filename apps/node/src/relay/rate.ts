export type Rate = {
  /** Takes a token; false if there is none. */
  readonly take: () => boolean
  /** Takes what there is of so many. */
  readonly fine: (tokens: number) => void
  /** Whether it is as if nothing had been taken. */
  readonly isFull: () => boolean
}

/**
 * A bucket of tokens that fills again with time.
 * @param clock Milliseconds that never go back.
 */
export const createRate = ({
  perSecond,
  burst,
  clock,
}: {
  perSecond: number
  burst: number
  clock: () => number
}): Rate => {
  let tokens = burst
  let at = clock()
  const fill = () => {
    const now = clock()
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond)
    at = now
  }
  return {
    take: () => {
      fill()
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
    fine: (wanted) => {
      fill()
      tokens = Math.max(0, tokens - wanted)
    },
    isFull: () => {
      fill()
      return tokens === burst
    },
  }
}
