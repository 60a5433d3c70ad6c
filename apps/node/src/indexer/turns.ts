/** Requests that are under way at once: public nodes of chains refuse more. */
const AT_ONCE = 8

/** Like `Promise.all` over a map, a few at a time. */
export const mapInTurns = async <Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = []
  for (let i = 0; i < items.length; i += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(run))))
  }
  return results
}
