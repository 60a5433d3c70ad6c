/** Collects pieces of work while one group is under way; what came meanwhile is the next group. */
export type GroupCommit<Item, Result> = (item: Item) => Promise<Result>

/**
 * @param options.write Carries out a group and answers each in order. Of several items with the same key only one is in a group.
 * @param options.isOfOne Whether a failure may be the fault of one item: then the group is carried out again one by one.
 */
export const createGroupCommit = <Item, Result>({
  keyOf,
  sizeOf,
  maxItems,
  maxSize,
  write,
  isOfOne,
}: {
  readonly keyOf: (item: Item) => string
  readonly sizeOf: (item: Item) => number
  readonly maxItems: number
  readonly maxSize: number
  readonly write: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly isOfOne: (error: unknown) => boolean
}): GroupCommit<Item, Result> => {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = []
  let isWriting = false

  /** The first that fit into one group; the others wait on. */
  const takeGroup = (): readonly Waiting[] => {
    const group: Waiting[] = []
    const left: Waiting[] = []
    const keys = new Set<string>()
    let size = 0
    for (const entry of waiting) {
      const key = keyOf(entry.item)
      const isFull = left.length > 0 || group.length === maxItems || (group.length > 0 && size >= maxSize)
      if (isFull || keys.has(key)) left.push(entry)
      else {
        group.push(entry)
        keys.add(key)
        size += sizeOf(entry.item)
      }
    }
    waiting = left
    return group
  }

  const carryOut = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const results = await write(group.map(({ item }) => item))
      for (const [i, { resolve }] of group.entries()) resolve(results[i] as Result)
    } catch (error) {
      if (group.length > 1 && isOfOne(error)) for (const entry of group) await carryOut([entry])
      else for (const { reject } of group) reject(error)
    }
  }

  const run = async (): Promise<void> => {
    if (isWriting) return
    isWriting = true
    while (waiting.length > 0) await carryOut(takeGroup())
    isWriting = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      void run()
    })
}
