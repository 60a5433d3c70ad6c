import { findWalletByOwner, leave, relocate, type Town } from '@distributed-town/sdk'
import { readExample, writeExample } from '../../node/src/example/example-file.ts'
import { createLimit } from '../../replay/src/limit.ts'
import { createActs } from './acts.ts'
import { liveTown } from './live-town.ts'
import { keyOf, openPeople } from './people.ts'
import { openResident } from './residents.ts'
import { type Settled, settleTown, toChoices } from './settle-town.ts'
import type { TownStory } from './story.ts'
import { suggestions, towns } from './towns.ts'

/**
 * Lives the example network on a node, as its residents would: through the SDK, each with a key of their own. What has happened already, at
 * a start that was interrupted, is seen on the node and not done again.
 */
export const liveExample = async (
  town: Town,
  { home, say }: { readonly home: string; readonly say: (line: string) => void },
): Promise<void> => {
  const people = openPeople(town, { home, stories: towns, suggestions })
  const acts = createActs({ say })
  const connections = createLimit(CONNECTIONS)
  const settled = new Map<string, Settled>()

  // All towns are on the map before anything happens in one.
  await Promise.all(
    towns.map(async (story) => {
      const found = await settleTown(town, { story, people, acts })
      if (found) settled.set(story.slug, found)
    }),
  )
  await Promise.all(
    towns.map(async (story) => {
      const found = settled.get(story.slug)
      if (found) await liveTown(town, { ...found, story, people, acts, connections })
    }),
  )
  const walletOf = async (story: TownStory, name: string) => {
    const person = people.get(keyOf(story.slug, name))
    const wallet = person && (await findWalletByOwner(town, { owner: person.identity.owner.address }))
    return person && wallet && { person, wallet }
  }
  for (const story of towns) {
    const { leaving, moving } = story
    const home = settled.get(story.slug)?.communityId
    const goes = leaving === undefined ? undefined : await walletOf(story, leaving)
    if (goes && goes.wallet.communityId === home) {
      await acts.try(() => leave(town, { identity: goes.person.identity }))
    }
    const moves = moving && (await walletOf(story, moving.name))
    const communityId = moving && settled.get(moving.to)?.communityId
    if (!moving || !moves || communityId === undefined) continue
    const { person, wallet } = moves
    if (wallet.communityId === home) {
      const skills = toChoices(moving.skills)
      await acts.try(() => relocate(town, { identity: person.identity, communityId, skills }))
    }
    const resident = await openResident(town, { person, communityId, isKnown: false, acts })
    resident.records.close()
  }
  const example = readExample({ home })
  if (example) writeExample({ home, ...example, isFinished: true })
}

/** A node takes 50 of one address, which a visitor of the same machine shares. */
const CONNECTIONS = 36
