import { findWalletByOwner, relocate, type Town, type Wallet } from '@distributed-town/sdk'
import { readExample, writeExample } from '../../node/src/example/example-file.ts'
import { createActs } from './acts.ts'
import { createTownLife, type TownLife, toChoices } from './live-town.ts'
import { keyOf, openPeople, type People } from './people.ts'
import { openResident } from './residents.ts'
import { STOPS, type Stop } from './story.ts'
import { suggestions, towns } from './towns.ts'

/** Lets the days before a stop go by, for the node and for those who act; nothing if they are over. */
export type PassTo = (stop: { readonly daysLeft: number; readonly residents: number }) => Promise<void>

/**
 * Lives the example network on a node, as its residents would: through the SDK, each with a key of their own. All towns go through the same
 * days. What has happened already, at a start that was interrupted, is seen on the node and not done again.
 */
export const liveExample = async (
  town: Town,
  { home, passTo, say }: { readonly home: string; readonly passTo: PassTo; readonly say: (line: string) => void },
): Promise<void> => {
  const { people, isNew } = openPeople(town, { home, stories: towns, suggestions })
  const acts = createActs({ say })
  const wallets = isNew ? new Map<string, Wallet>() : await findWallets(town, people)
  const lives = new Map(
    towns.map((story) => [story.slug, createTownLife(town, { story, people, acts, wallets })] as const),
  )
  const relocateOn = async (stop: Stop) => {
    for (const { slug, moving } of towns) {
      const communityId = moving && lives.get(moving.to)?.communityId()
      const person = moving && people.get(keyOf(slug, moving.name))
      if (moving?.ago !== stop || !person || communityId === undefined) continue
      lives.get(slug)?.find(moving.name)?.records.close()
      const wallet = await findWalletByOwner(town, { owner: person.identity.owner.address })
      if (wallet && wallet.communityId === lives.get(slug)?.communityId()) {
        const skills = toChoices(moving.skills)
        await acts.try(() => relocate(town, { identity: person.identity, communityId, skills }))
      }
      const resident = await openResident(town, { person, communityId, isKnown: false, acts })
      resident.records.close()
    }
  }

  for (const stop of STOPS) {
    await passTo({ daysLeft: stop, residents: countResidents(lives) })
    await Promise.all([...lives.values()].map(({ live }) => live(stop)))
    await relocateOn(stop)
  }
  for (const { close } of lives.values()) close()
  const example = readExample({ home })
  if (example) writeExample({ home, ...example, isFinished: true })
}

const countResidents = (lives: ReadonlyMap<string, TownLife>): number =>
  [...lives.values()].reduce((sum, { count }) => sum + count(), 0)

const findWallets = async (town: Town, people: People): Promise<ReadonlyMap<string, Wallet>> => {
  const owners = [...people.values()].map(({ identity }) => identity.owner.address)
  const wallets = await Promise.all(
    owners.map(async (owner) => [owner, await findWalletByOwner(town, { owner })] as const),
  )
  return new Map(wallets.flatMap(([owner, wallet]) => (wallet ? [[owner, wallet] as const] : [])))
}
