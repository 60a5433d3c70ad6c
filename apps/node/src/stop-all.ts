/** The last one started first. One that fails does not keep the others running. */
export const stopAll = async (stops: readonly (() => Promise<void>)[]): Promise<void> => {
  const failures: unknown[] = []
  for (const stop of stops.toReversed()) {
    try {
      await stop()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the node did not stop cleanly')
}
