import {
  CREDIT,
  changeSkills,
  createAndFound,
  createAndJoin,
  findWalletByOwner,
  type Gig,
  getStatement,
  leave,
  MAX_PAGE,
  type Town,
  transfer,
  type Wallet,
} from '@distributed-town/sdk'
import type { Acts } from './acts.ts'
import { keyOf, type People, type Person } from './people.ts'
import { createJob, findGigs, type Job, nameOf, playGigs } from './play-gigs.ts'
import { openResident, type Resident } from './residents.ts'
import {
  arrivalsOf,
  type Character,
  type GigOfDay,
  gigsOf,
  namesOf,
  type Stop,
  skillOf,
  type TownStory,
} from './story.ts'

/** A town of the example while its story is told. */
export type TownLife = {
  /** What happens on a day. What has happened already, at a start that was interrupted, is not done again. */
  readonly live: (stop: Stop) => Promise<void>
  /** Undefined before it is founded, and if its founder went elsewhere since. */
  readonly communityId: () => number | undefined
  /** Somebody who acts there. */
  readonly find: (name: string) => Resident | undefined
  /** How many have moved in. */
  readonly count: () => number
  readonly close: () => void
}

export const createTownLife = (
  town: Town,
  {
    story,
    people,
    acts,
    wallets,
  }: {
    readonly story: TownStory
    readonly people: People
    readonly acts: Acts
    /** Of whom there is one already, by owner. */
    readonly wallets: ReadonlyMap<string, Wallet>
  },
): TownLife => {
  const gigs = gigsOf(story)
  const arrivals = arrivalsOf(story)
  const busy = namesIn(story)
  const residents = new Map<string, Resident>()
  const jobs = new Map<GigOfDay, Job>()
  const arrived = new Set<string>()
  let communityId: number | undefined
  let present: ReadonlyMap<string, Gig> | undefined

  const walletOf = (person: Person) => wallets.get(person.identity.owner.address)
  const personOf = (name: string): Person => {
    const person = people.get(keyOf(story.slug, name))
    if (!person) throw new RangeError(`${name} does not live in ${story.name}`)
    return person
  }
  const residentOf = (name: string): Resident => {
    const resident = residents.get(name)
    if (!resident) throw new RangeError(`${name} is not in ${story.name}`)
    return resident
  }

  /** Founds the town, or joins it. @returns where somebody lives then. */
  const findHome = async (person: Person): Promise<number | null | undefined> => {
    const wallet = walletOf(person)
    if (wallet) return wallet.communityId
    const newcomer = { identity: person.identity, skills: toChoices(person.skills) }
    if (person.name === story.people[0]?.name) {
      const { template, name, purpose, place, language } = story
      const charter = { template, name, purpose, place, language }
      return (await acts.try(() => createAndFound(town, { ...charter, ...newcomer })))?.result.communityId
    }
    const id = communityId
    if (id === undefined) return undefined
    return (await acts.try(() => createAndJoin(town, { ...newcomer, communityId: id }))) && id
  }

  /** @returns whether somebody lives in the town now. */
  const settle = async (person: Person): Promise<boolean> => {
    const home = (await findHome(person)) ?? undefined
    if (person.name === story.people[0]?.name) communityId = home
    if (home === undefined || home !== communityId) return false
    arrived.add(person.name)
    return true
  }

  /** Says who it is, and stays at hand if there is something to do. */
  const introduce = async (person: Person): Promise<void> => {
    const isKnown = walletOf(person)?.profile != null
    if (communityId === undefined || (isKnown && !busy.has(person.name))) return
    const resident = await openResident(town, { person, communityId, isKnown, acts })
    if (busy.has(person.name)) residents.set(person.name, resident)
    else resident.records.close()
  }

  const moveIn = async (stop: Stop): Promise<void> => {
    const coming = story.people.filter(({ name }) => arrivals.get(name) === stop).map(({ name }) => personOf(name))
    // The first three are the founding members (spec §3.9).
    const inOrder = communityId === undefined ? coming.slice(0, 3) : []
    const introductions: Promise<void>[] = []
    for (const person of inOrder) if (await settle(person)) introductions.push(introduce(person))
    const others = coming.slice(inOrder.length).map(async (person) => {
      if (await settle(person)) await introduce(person)
    })
    await Promise.all([...introductions, ...others])
  }

  const work = async (stop: Stop, id: number): Promise<void> => {
    const due = gigs.filter(
      (gig) =>
        (gig.ago === stop || ('at' in gig && gig.at === stop)) && namesOf(gig).every((name) => residents.has(name)),
    )
    if (due.length === 0) return
    // Whoever begins anew finds what is there.
    const [reader] = residents.values()
    if (wallets.size > 0 && reader) {
      const creators = story.people.map(({ name }) => personOf(name))
      present ??= await findGigs(town, { communityId: id, reader, creators })
    }
    const ofDay = due.map((gig) => {
      const creator = residentOf(gig.by)
      const job = jobs.get(gig) ?? createJob(gig, creator, present?.get(nameOf(creator, gig.title)))
      jobs.set(gig, job)
      return job
    })
    await playGigs(town, { jobs: ofDay, stop, acts, communityId: id, residentOf, language: story.language })
  }

  const change = async (stop: Stop): Promise<void> => {
    const { learning, leaving } = story
    const student = learning?.ago === stop && arrived.has(learning.name) ? personOf(learning.name) : undefined
    if (learning && student && !hasSkills(walletOf(student), learning.skills)) {
      await acts.try(() => changeSkills(town, { identity: student.identity, skills: toChoices(learning.skills) }))
    }
    const goes = leaving?.ago === stop && arrived.has(leaving.name) ? personOf(leaving.name) : undefined
    if (goes) {
      residents.get(goes.name)?.records.close()
      residents.delete(goes.name)
      await acts.try(() => leave(town, { identity: goes.identity }))
    }
  }

  const give = async (id: number): Promise<void> => {
    for (const { from, to, credits } of story.gifts ?? []) {
      const [giver, receiver] = [residents.get(from), residents.get(to)]
      if (!giver || !receiver) continue
      const gift = { giver, receiver, amount: BigInt(credits) * CREDIT }
      if (wallets.size > 0 && (await isGiven(town, gift))) continue
      const { identity } = giver
      const transferred = { identity, communityId: id, to: receiver.identity.owner.address, amount: gift.amount }
      await acts.try(() => transfer(town, transferred))
    }
  }

  return {
    live: async (stop) => {
      await moveIn(stop)
      if (communityId === undefined) return
      await work(stop, communityId)
      await change(stop)
      if (stop === 0) await give(communityId)
    },
    communityId: () => communityId,
    find: (name) => residents.get(name),
    count: () => arrived.size,
    close: () => {
      for (const { records } of residents.values()) records.close()
    },
  }
}

type Gift = { readonly giver: Resident; readonly receiver: Resident; readonly amount: bigint }

const isGiven = async (town: Town, { giver, receiver, amount }: Gift): Promise<boolean> => {
  const [from, to] = await Promise.all(
    [giver, receiver].map(({ identity }) => findWalletByOwner(town, { owner: identity.owner.address })),
  )
  if (!from || !to) return false
  const { items } = await getStatement(town, { walletId: from.id, limit: MAX_PAGE })
  return items.some((item) => item.kind === 'transfer' && item.counterparty === to.id && item.amount === -amount)
}

export const toChoices = (skills: Character['skills']) =>
  skills.map(([name, level]) => ({ skill: skillOf(name), level }))

const hasSkills = (wallet: Wallet | undefined, skills: Character['skills']): boolean =>
  wallet !== undefined &&
  wallet.skills.length === skills.length &&
  skills.every(([name]) => wallet.skills.some(({ skill }) => skill === skillOf(name)))

/** Who has a part in what a town's story tells. */
const namesIn = (story: TownStory): ReadonlySet<string> =>
  new Set([
    ...gigsOf(story).flatMap(namesOf),
    ...(story.gifts ?? []).flatMap(({ from, to }) => [from, to]),
    ...(story.moving ? [story.moving.name] : []),
  ])
