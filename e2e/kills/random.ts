/** Numbers that look random and follow from a seed (mulberry32), so that a round that failed can be run again. */
export type Random = {
  /** From 0 to below `bound`. */
  readonly integer: (bound: number) => number
}

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  return {
    integer: (bound) => {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
    },
  }
}
