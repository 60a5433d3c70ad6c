/** Counts what is open for whom, so that nobody takes it all. */
export type Slots = {
  /** Takes a place. @returns how to give it back, or which limit is reached. */
  readonly enter: (address: string) => (() => void) | 'allTaken' | 'ownTaken'
  readonly taken: () => number
}

/**
 * @param options.perAddress Most for one address of the network; people behind one router share it.
 * @param options.exempt Who may take more than that.
 */
export const createSlots = ({
  inAll,
  perAddress,
  exempt,
}: {
  readonly inAll: number
  readonly perAddress: number
  readonly exempt?: string
}): Slots => {
  const counts = new Map<string, number>()
  let taken = 0
  return {
    enter: (address) => {
      const own = counts.get(address) ?? 0
      if (own >= perAddress && address !== exempt) return 'ownTaken'
      if (taken >= inAll) return 'allTaken'
      counts.set(address, own + 1)
      taken += 1
      let isLeft = false
      return () => {
        if (isLeft) return
        isLeft = true
        taken -= 1
        const left = (counts.get(address) ?? 1) - 1
        if (left > 0) counts.set(address, left)
        else counts.delete(address)
      }
    },
    taken: () => taken,
  }
}
