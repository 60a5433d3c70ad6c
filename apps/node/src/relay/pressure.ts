/** How much waits to be sent, to each reader and to all. */
export type Pressure<Reader> = {
  /** @returns the reader with the most, if more waits for all than may. */
  readonly report: (reader: Reader, bytes: number) => Reader | undefined
}

export const createPressure = <Reader>({ most }: { readonly most: number }): Pressure<Reader> => {
  const waiting = new Map<Reader, number>()
  let sum = 0
  return {
    report: (reader, bytes) => {
      sum += bytes - (waiting.get(reader) ?? 0)
      if (bytes > 0) waiting.set(reader, bytes)
      else waiting.delete(reader)
      if (sum <= most) return undefined
      const [[slowest] = []] = [...waiting].toSorted(([, a], [, b]) => b - a)
      return slowest
    },
  }
}
