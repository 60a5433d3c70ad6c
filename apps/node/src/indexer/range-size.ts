/** Blocks of one range, at first and at most: nodes of chains answer some thousands at once. */
const FIRST = 100
const MOST = 10_000
/** Events that are enough for one transaction of the database; answers beyond twice that are a burden. */
const ENOUGH = 4_000
/** Ranges answered in a row, after which a size that was refused is tried again: what is too large depends on what is in it. */
const PATIENCE = 50

/** How many blocks are asked for at once: half when the chain's node does not answer that or it has too much in it, more while it does. */
export type RangeSize = {
  readonly blocks: () => number
  readonly grow: (events: number) => void
  /** @returns false if it is one block already. */
  readonly shrink: () => boolean
}

export const createRangeSize = (): RangeSize => {
  let size = FIRST
  /** The least that was refused. */
  let refused = MOST + 1
  let answered = 0
  return {
    blocks: () => size,
    grow: (events) => {
      answered += 1
      if (answered % PATIENCE === 0) refused = MOST + 1
      if (events > ENOUGH * 2) size = Math.ceil(size / 2)
      else if (events < ENOUGH && size * 2 < refused) size *= 2
    },
    shrink: () => {
      answered = 0
      if (size === 1) return false
      refused = size
      size = Math.ceil(size / 2)
      return true
    },
  }
}
