import { type NetworkTown, SKILLS_PER_TEMPLATE } from '@distributed-town/sdk'
import { languageKey, type NetworkFilter } from './search.ts'

export type FilterName = keyof NetworkFilter

/** Those of the towns that meet all of a filter. */
export const filterTowns = <Town extends NetworkTown>(
  towns: readonly Town[],
  { q = '', template, skill, place, language }: NetworkFilter,
): readonly Town[] => {
  const words = wordsOf(q)
  return towns.filter(
    (town) =>
      (template === undefined || town.template === template) &&
      (skill === undefined || lacks(town, skill)) &&
      (place === undefined || placeKey(town.place) === placeKey(place)) &&
      (language === undefined || languageKey(town.language) === language) &&
      (words.length === 0 || hasWords(town, words)),
  )
}

const lacks = ({ template, skillCounts }: NetworkTown, skill: number): boolean =>
  Math.floor(skill / SKILLS_PER_TEMPLATE) === template && skillCounts[skill % SKILLS_PER_TEMPLATE] === 0

const hasWords = (town: NetworkTown, words: readonly string[]): boolean => {
  const own = wordsOfTown(town)
  return words.every((word) => own.some((other) => other.startsWith(word)))
}

/** Made once, not with every letter that is typed. */
const known = new WeakMap<NetworkTown, readonly string[]>()

const wordsOfTown = (town: NetworkTown): readonly string[] => {
  const words = known.get(town) ?? wordsOf(`${town.name} ${town.purpose} ${town.place}`)
  known.set(town, words)
  return words
}

/** Without case and accents, so that a town is found on any keyboard. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('und')

const wordsOf = (text: string): readonly string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

export const placeKey = (place: string): string => plain(place).trim().replace(/\s+/g, ' ')

/** How many towns there would be without one part of a filter, most first; only what would help. */
export const withoutEach = (
  towns: readonly NetworkTown[],
  filter: NetworkFilter,
): readonly { readonly name: FilterName; readonly count: number }[] =>
  (Object.keys(filter) as FilterName[])
    .map((name) => {
      const { [name]: _, ...rest } = filter
      return { name, count: filterTowns(towns, rest).length }
    })
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)

/** What there is to choose from, with the number of towns, most first. What is not told is left out. */
export const choicesOf = (
  texts: readonly string[],
  keyOf: (text: string) => string,
): readonly { readonly key: string; readonly text: string; readonly count: number }[] => {
  const choices = new Map<string, { key: string; text: string; count: number }>()
  for (const text of texts) {
    const key = keyOf(text)
    const choice = choices.get(key)
    if (choice) choice.count += 1
    else if (key !== '') choices.set(key, { key, text, count: 1 })
  }
  return [...choices.values()].toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}
