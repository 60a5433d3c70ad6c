/**
 * Reads once for all who ask while another read is under way. What they get was read after they asked, as if each had read for itself.
 */
export const createGroupRead = <Value>(read: () => Promise<Value>): (() => Promise<Value>) => {
  let current: Promise<unknown> | undefined
  let next: Promise<Value> | undefined

  const start = (): Promise<Value> => {
    const started = read()
    const over = () => {
      if (current === settled) current = undefined
    }
    const settled: Promise<unknown> = started.then(over, over)
    current = settled
    return started
  }

  return () => {
    if (current === undefined) return start()
    next ??= current.then(() => {
      next = undefined
      return start()
    })
    return next
  }
}
