import { createAndFound, createAndJoin, findWalletByOwner, type Town } from '@distributed-town/sdk'
import type { Acts } from './acts.ts'
import { keyOf, type People, type Person } from './people.ts'
import { skillOf, type TownStory } from './story.ts'

export type Settled = {
  readonly communityId: number
  /** Whether nobody had been here before: then nothing has happened yet. */
  readonly isNew: boolean
}

/** Founds the town of a story, and has everybody join who has not. @returns undefined if its founder went elsewhere since. */
export const settleTown = async (
  town: Town,
  { story, people, acts }: { readonly story: TownStory; readonly people: People; readonly acts: Acts },
): Promise<Settled | undefined> => {
  const [founder, ...others] = story.people.flatMap(({ name }) => people.get(keyOf(story.slug, name)) ?? [])
  if (!founder) return undefined
  const { template, name, purpose, place, language } = story
  const found = async () => {
    const charter = { template, name, purpose, place, language }
    const done = await acts.try(() => createAndFound(town, { ...charter, ...toNewcomer(founder) }))
    return done?.result.communityId
  }
  const before = await findWalletByOwner(town, { owner: founder.identity.owner.address })
  const communityId = before ? before.communityId : await found()
  if (communityId == null) return undefined
  const join = async (person: Person) => {
    if (before && (await findWalletByOwner(town, { owner: person.identity.owner.address }))) return
    await acts.try(() => createAndJoin(town, { ...toNewcomer(person), communityId }))
  }
  // The first three are the founding members (spec §3.9).
  for (const person of others.slice(0, 2)) await join(person)
  await Promise.all(others.slice(2).map(join))
  return { communityId, isNew: before === undefined }
}

export const toChoices = (skills: Person['skills']) => skills.map(([name, level]) => ({ skill: skillOf(name), level }))

const toNewcomer = ({ identity, skills }: Person) => ({ identity, skills: toChoices(skills) })
