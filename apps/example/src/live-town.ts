import {
  CREDIT,
  findWalletByOwner,
  getCommunity,
  getStatement,
  MAX_PAGE,
  type Town,
  transfer,
} from '@distributed-town/sdk'
import type { Limit } from '../../replay/src/limit.ts'
import type { Acts } from './acts.ts'
import { keyOf, type People, type Person } from './people.ts'
import { playRounds } from './play-rounds.ts'
import { isIntroduced, openResident, type Resident } from './residents.ts'
import type { Settled } from './settle-town.ts'
import { type GigStory, roundsOf, type TownStory } from './story.ts'

type Stage = {
  readonly story: TownStory
  readonly people: People
  readonly acts: Acts
  /** Connections to the relay. */
  readonly connections: Limit
}

/** What happens in a town once everybody is there. */
export const liveTown = async (town: Town, { communityId, isNew, ...stage }: Stage & Settled): Promise<void> => {
  const { story, people, acts, connections } = stage
  const { roster } = await getCommunity(town, { communityId })
  const present = new Set(roster.map(({ owner }) => owner))
  const here = story.people.flatMap(({ name }) => {
    const person = people.get(keyOf(story.slug, name))
    // Who has moved or left since, at an earlier start.
    return person && present.has(person.identity.owner.address) ? [person] : []
  })
  const busy = namesIn(story)
  const open = async (person: Person) =>
    openResident(town, { person, communityId, acts, isKnown: !isNew && (await isIntroduced(town, person)) })
  const introduceQuiet = here
    .filter(({ name }) => !busy.has(name))
    .map((person) => connections.enter(async () => (await open(person)).records.close()))
  const actors = here.filter(({ name }) => busy.has(name))
  await connections.enter(async () => {
    const residents = await Promise.all(actors.map(open))
    try {
      await play(town, { story, acts, communityId, isNew, residents })
    } finally {
      for (const { records } of residents) records.close()
    }
  }, actors.length)
  await Promise.all(introduceQuiet)
}

const play = async (
  town: Town,
  {
    story,
    acts,
    communityId,
    isNew,
    residents,
  }: Pick<Stage, 'story' | 'acts'> & Settled & { readonly residents: readonly Resident[] },
): Promise<void> => {
  const byName = new Map(residents.map((resident) => [resident.name, resident]))
  const residentOf = (name: string): Resident => {
    const resident = byName.get(name)
    if (!resident) throw new RangeError(`${name} does not live in ${story.name}`)
    return resident
  }
  const rounds = roundsOf(story).map((round) => round.filter((gig) => namesOf(gig).every((name) => byName.has(name))))
  await playRounds(town, { rounds, acts, communityId, isNew, residentOf, language: story.language })
  for (const { from, to, credits } of story.gifts ?? []) {
    const [giver, receiver] = [byName.get(from), byName.get(to)]
    if (!giver || !receiver) continue
    const gift = { giver, receiver, amount: BigInt(credits) * CREDIT }
    if (isNew || !(await isGiven(town, gift))) await acts.try(() => give(town, { ...gift, communityId }))
  }
}

type Gift = { readonly giver: Resident; readonly receiver: Resident; readonly amount: bigint }

const give = (town: Town, { giver, receiver, amount, communityId }: Gift & { readonly communityId: number }) =>
  transfer(town, { identity: giver.identity, communityId, to: receiver.identity.owner.address, amount })

const isGiven = async (town: Town, { giver, receiver, amount }: Gift): Promise<boolean> => {
  const [from, to] = await Promise.all(
    [giver, receiver].map(({ identity }) => findWalletByOwner(town, { owner: identity.owner.address })),
  )
  if (!from || !to) return false
  const { items } = await getStatement(town, { walletId: from.id, limit: MAX_PAGE })
  return items.some((item) => item.kind === 'transfer' && item.counterparty === to.id && item.amount === -amount)
}

/** Who has a part in what a town's story tells. */
const namesIn = (story: TownStory): ReadonlySet<string> =>
  new Set([...roundsOf(story).flat().flatMap(namesOf), ...(story.gifts ?? []).flatMap(({ from, to }) => [from, to])])

const namesOf = (gig: GigStory): readonly string[] => [
  gig.by,
  ...('taker' in gig ? [gig.taker] : []),
  ...('requests' in gig ? gig.requests : []).map(([who]) => who),
  ...(gig.talk ?? []).map(([who]) => who),
]
