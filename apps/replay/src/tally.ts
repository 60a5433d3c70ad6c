/** How often each of some things was counted. */
export type Tally<Name extends string> = ReadonlyMap<Name, number>

export const addTo = <Name extends string>(tally: Map<Name, number>, name: Name, count = 1): void => {
  if (count > 0) tally.set(name, (tally.get(name) ?? 0) + count)
}

export const mergeTallies = <Name extends string>(tallies: readonly Tally<Name>[]): Tally<Name> => {
  const merged = new Map<Name, number>()
  for (const tally of tallies) for (const [name, count] of tally) addTo(merged, name, count)
  return merged
}
