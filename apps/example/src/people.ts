import { createIdentity, type Identity, type Town } from '@distributed-town/sdk'
import { type ExampleResident, readExample, writeExample } from '../../node/src/example/example-file.ts'
import { createOwnerAccount } from '../../replay/src/owner-account.ts'
import type { Character, Suggestion, TownStory } from './story.ts'

/** Somebody of the example with their keys. */
export type Person = Character & { readonly identity: Identity }

/** By `keyOf`. */
export type People = ReadonlyMap<string, Person>

export const keyOf = (slug: string, name: string): string => `${slug}/${name}`

/**
 * Everybody of the stories with the keys that they have in this home; at the first call they are made, and kept before anybody acts.
 * @returns isNew Whether nobody can have acted yet.
 */
export const openPeople = (
  { random }: Pick<Town, 'random'>,
  {
    home,
    stories,
    suggestions,
  }: { readonly home: string; readonly stories: readonly TownStory[]; readonly suggestions: readonly Suggestion[] },
): { readonly people: People; readonly isNew: boolean } => {
  const example = readExample({ home })
  const kept = new Map(example?.residents.map((resident) => [resident.key, resident.secret]))
  const suggested = new Set(suggestions.map(({ town, name }) => keyOf(town, name)))
  const people = new Map<string, Person>()
  const residents: ExampleResident[] = []
  for (const story of stories) {
    for (const character of story.people) {
      const key = keyOf(story.slug, character.name)
      const secret = kept.get(key) ?? Buffer.from(random(32)).toString('hex')
      const identity = createIdentity(Uint8Array.from(Buffer.from(secret, 'hex')), { createOwner: createOwnerAccount })
      people.set(key, { ...character, identity })
      residents.push({
        key,
        name: character.name,
        about: character.about,
        town: story.name,
        isSuggested: suggested.has(key),
        owner: identity.owner.address,
        secret,
      })
    }
  }
  if (kept.size < residents.length)
    writeExample({ home, isFinished: false, daysLeft: example?.daysLeft ?? 0, residents })
  return { people, isNew: kept.size === 0 }
}
