/** Lets a few pieces of work run at once and a few more wait, first come, first served. */
export type Gate = {
  /** @throws GateError if too many wait already. */
  readonly enter: <Result>(work: () => Promise<Result>) => Promise<Result>
}

export const createGate = ({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Gate => {
  const queue: (() => void)[] = []
  let running = 0

  return {
    enter: async (work) => {
      if (running < atOnce) running += 1
      else if (queue.length >= waiting) throw new GateError('too much is waiting')
      // Whoever leaves hands its place over.
      else await new Promise<void>((resolve) => queue.push(resolve))
      try {
        return await work()
      } finally {
        const next = queue.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}

export class GateError extends Error {
  override readonly name = 'GateError'
}
