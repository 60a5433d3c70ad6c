/** Lets only so many places be taken at once; who comes later waits, first come, first served. */
export type Limit = {
  /** Runs the work on as many places as it needs; never more than there are. */
  readonly enter: <Result>(work: () => Promise<Result>, places?: number) => Promise<Result>
}

export const createLimit = (most: number): Limit => {
  const waiting: { readonly places: number; readonly start: () => void }[] = []
  let free = most

  const admit = () => {
    for (let first = waiting[0]; first && first.places <= free; first = waiting[0]) {
      waiting.shift()
      free -= first.places
      first.start()
    }
  }

  return {
    enter: async (work, places = 1) => {
      await new Promise<void>((start) => {
        waiting.push({ places: Math.min(places, most), start })
        admit()
      })
      try {
        return await work()
      } finally {
        free += Math.min(places, most)
        admit()
      }
    },
  }
}
