import { createHash } from 'node:crypto'

/** Pseudo-random numbers that follow from their seed alone. Not for secrets. */
export type Random = {
  /** 0 … below - 1. */
  readonly integer: (below: number) => number
  /** One of them, each as likely as its weight; at least one is above 0. */
  readonly pick: <Item>(items: readonly { readonly item: Item; readonly weight: number }[]) => Item
  /** In another order. */
  readonly shuffle: <Item>(items: readonly Item[]) => readonly Item[]
}

/** @param labels What they are for: other labels give other numbers, so that one town's don't depend on another's. */
export const createRandom = (...labels: readonly (string | number)[]): Random => {
  const label = labels.join('/')
  let drawn = 0
  /** From 0 up to, but without, 1. */
  const next = () => createHash('sha256').update(`${label}/${drawn++}`).digest().readUIntBE(0, BYTES) / 256 ** BYTES
  const integer = (below: number) => Math.floor(next() * below)

  return {
    integer,
    pick: (items) => {
      let at = next() * items.reduce((sum, { weight }) => sum + weight, 0)
      const found = items.find(({ weight }) => {
        at -= weight
        return at < 0
      })
      const chosen = found ?? items.findLast(({ weight }) => weight > 0)
      if (!chosen) throw new RangeError('nothing to pick from')
      return chosen.item
    },
    shuffle: (items) => {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = integer(last + 1)
        const moved = shuffled[last] as (typeof shuffled)[number]
        shuffled[last] = shuffled[other] as (typeof shuffled)[number]
        shuffled[other] = moved
      }
      return shuffled
    },
  }
}

/** As many as a number holds exactly. */
const BYTES = 6
