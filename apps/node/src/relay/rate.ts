/**
 * A bucket of tokens: `take` gives one of them, or false when there is none; it fills again with time.
 * @param clock Milliseconds that never go back.
 */
export const createRate = ({ perSecond, burst, clock }: { perSecond: number; burst: number; clock: () => number }) => {
  let tokens = burst
  let at = clock()
  return {
    take: (): boolean => {
      const now = clock()
      tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond)
      at = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
