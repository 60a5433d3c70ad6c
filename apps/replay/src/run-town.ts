import { getCommunity, type Identity, type Town } from '@distributed-town/sdk'
import type { Acts } from './acts.ts'
import { chooseGigs, type Round, type WantedGig } from './choose-gigs.ts'
import type { Limit } from './limit.ts'
import type { PlannedGig, TownPlan } from './plan-town.ts'
import { createResidents, type Residents } from './residents.ts'
import { type Settler, settleTown } from './settle-town.ts'
import { addTo } from './tally.ts'
import type { TownJournal } from './town-journal.ts'
import type { NotDone, TownResult } from './town-result.ts'
import { work } from './work.ts'

export type Replay = {
  readonly acts: Acts
  readonly journal: TownJournal
  /** Of the person at a place in the plan. */
  readonly identityOf: (place: number) => Identity
  /** Connections to the relay. */
  readonly connections: Limit
}

/** Replays one town from its founding until nothing in it moves any more. */
export const runTown = async (
  town: Town,
  { plan, acts, journal, identityOf, connections }: Replay & { readonly plan: TownPlan },
): Promise<TownResult> => {
  const notDone = new Map<NotDone, number>()
  const base = {
    town: plan.town,
    residents: plan.residents.length,
    wanted: plan.gigs.length,
    unknownWork: plan.unknownWork,
  }
  const settlement = await settleTown({ plan, identityOf, acts })
  if (settlement.refused !== undefined) {
    addTo(notDone, settlement.refused, plan.gigs.length)
    return { ...base, ...NOTHING, communityId: undefined, notDone }
  }
  const { communityId, settlers } = settlement
  const wanted = plan.gigs.flatMap((gig, place) => toWanted(gig, { place, settlers, notDone }))
  const active = new Set(wanted.flatMap(({ creator, taker }) => [creator, taker]))
  const identities = new Map(
    settlers.flatMap(({ identity, result }) =>
      result && active.has(result.walletId) ? [[result.walletId, identity] as const] : [],
    ),
  )
  const done = await connections.enter(async () => {
    const residents = createResidents(town, { communityId, identities })
    try {
      return await runGigs(town, { acts, journal, communityId, residents, wanted, notDone })
    } finally {
      residents.close()
    }
  }, identities.size)
  return { ...base, ...done, communityId, notDone }
}

const NOTHING = { done: 0, smaller: 0 }

/** The gig with its people's wallets; nothing, and a count, if one of them could not join. */
const toWanted = (
  { creator, taker, ...terms }: PlannedGig,
  {
    place,
    settlers,
    notDone,
  }: { readonly place: number; readonly settlers: readonly Settler[]; readonly notDone: Map<NotDone, number> },
): readonly WantedGig[] => {
  const parties = [settlers[creator], settlers[taker]]
  const [creatorId, takerId] = parties.map((settler) => settler?.result?.walletId)
  if (creatorId !== undefined && takerId !== undefined) return [{ place, ...terms, creator: creatorId, taker: takerId }]
  addTo(notDone, parties.find((settler) => settler?.refused !== undefined)?.refused ?? 'NotMember')
  return []
}

/**
 * Rounds of work: people begin what they may and can afford, finish it, and look again with what they earned. It ends when a
 * round finished nothing; what is left then is counted with what it waited for.
 */
const runGigs = async (
  town: Town,
  {
    acts,
    journal,
    communityId,
    residents,
    wanted,
    notDone,
  }: {
    readonly acts: Acts
    readonly journal: TownJournal
    readonly communityId: number
    readonly residents: Residents
    readonly wanted: readonly WantedGig[]
    readonly notDone: Map<NotDone, number>
  },
) => {
  const totals = { ...NOTHING }
  const rates = new Map<string, number>()
  let left = wanted
  for (let number = 1; left.length > 0; number++) {
    const { begun, waiting } =
      journal.roundOf(number) ?? (await beginRound(town, { number, left, communityId, journal }))
    const outcomes = await work(town, { acts, communityId, round: number, begun, residents, rates })
    const finished = outcomes.filter(({ refused }) => refused === undefined)
    const stuck = outcomes.filter(({ refused, exists }) => refused !== undefined && exists)
    const refusedAtOnce = outcomes.filter(({ refused, exists }) => refused !== undefined && !exists)
    totals.done += finished.length
    totals.smaller += finished.filter(({ gig, commitment }) => commitment < gig.commitment).length
    countReasons(stuck, notDone)
    if (finished.length === 0) {
      countReasons([...refusedAtOnce, ...waiting.map(({ gig, reason }) => ({ gig, refused: reason }))], notDone)
      break
    }
    const again = new Set([...refusedAtOnce, ...waiting].map(({ gig }) => gig.place))
    left = left.filter(({ place }) => again.has(place))
  }
  return totals
}

/** What is chosen depends on how the town stands, which changes with the first act: so it is kept before. */
const beginRound = async (
  town: Town,
  {
    number,
    left,
    communityId,
    journal,
  }: {
    readonly number: number
    readonly left: readonly WantedGig[]
    readonly communityId: number
    readonly journal: TownJournal
  },
): Promise<Round> => {
  const round = chooseGigs(left, await getCommunity(town, { communityId }))
  journal.keepRound(number, round)
  return round
}

/** A gig that only waited for its creator's turn waited for what stopped the creator's others. */
const countReasons = (
  gigs: readonly { readonly gig: WantedGig; readonly refused: NotDone | undefined }[],
  notDone: Map<NotDone, number>,
): void => {
  const reasonOf = new Map(gigs.flatMap(({ gig, refused }) => (refused ? [[gig.creator, refused] as const] : [])))
  for (const { gig, refused } of gigs) addTo(notDone, refused ?? reasonOf.get(gig.creator) ?? 'NotSpendable')
}
