import { getCommunity, type Town } from '@distributed-town/sdk'
import type { Acts } from './acts.ts'
import { chooseGigs, type WantedGig } from './choose-gigs.ts'
import type { Limit } from './limit.ts'
import type { PlannedGig, TownPlan } from './plan-town.ts'
import { closeResidents, openResidents, type Settler, settleTown } from './settle-town.ts'
import { addTo } from './tally.ts'
import type { NotDone, TownResult } from './town-result.ts'
import { type Resident, work } from './work.ts'

export type Replay = {
  readonly acts: Acts
  /** Connections to the relay. */
  readonly connections: Limit
}

/** Replays one town from its founding until nothing in it moves any more. */
export const runTown = async (
  town: Town,
  { plan, acts, connections }: Replay & { readonly plan: TownPlan },
): Promise<TownResult> => {
  const notDone = new Map<NotDone, number>()
  const base = {
    town: plan.town,
    residents: plan.residents.length,
    wanted: plan.gigs.length,
    unknownWork: plan.unknownWork,
  }
  const settlement = await settleTown(town, { plan, acts })
  if (settlement.refused !== undefined) {
    addTo(notDone, settlement.refused, plan.gigs.length)
    return { ...base, ...NOTHING, joined: 0, communityId: undefined, state: undefined, notDone }
  }
  const { communityId, settlers } = settlement
  const wanted = plan.gigs.flatMap((gig) => toWanted(gig, settlers, notDone))
  const active = new Set(wanted.flatMap(({ creator, taker }) => [creator, taker]))
  const people = settlers.flatMap(({ identity, result }) =>
    result && active.has(result.walletId) ? [{ identity, walletId: result.walletId }] : [],
  )
  const done = await connections.enter(async () => {
    const residents = await openResidents(town, { communityId, people })
    try {
      return await runGigs(town, { acts, communityId, residents, wanted, notDone })
    } finally {
      closeResidents(residents)
    }
  }, people.length)
  return {
    ...base,
    ...done,
    joined: settlers.filter(({ result }) => result).length,
    communityId,
    state: await getCommunity(town, { communityId }),
    notDone,
  }
}

const NOTHING = { done: 0, smaller: 0, ratings: 0, ratingsCounted: 0 }

/** The gig with its people's wallets; nothing, and a count, if one of them could not join. */
const toWanted = (
  { creator, taker, ...terms }: PlannedGig,
  settlers: readonly Settler[],
  notDone: Map<NotDone, number>,
): readonly WantedGig[] => {
  const parties = [settlers[creator], settlers[taker]]
  const [creatorId, takerId] = parties.map((settler) => settler?.result?.walletId)
  if (creatorId !== undefined && takerId !== undefined) return [{ ...terms, creator: creatorId, taker: takerId }]
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
    communityId,
    residents,
    wanted,
    notDone,
  }: {
    readonly acts: Acts
    readonly communityId: number
    readonly residents: readonly Resident[]
    readonly wanted: readonly WantedGig[]
    readonly notDone: Map<NotDone, number>
  },
) => {
  const byWallet = new Map(residents.map((resident) => [resident.walletId, resident]))
  const residentOf = (walletId: number): Resident => {
    const resident = byWallet.get(walletId)
    if (!resident) throw new RangeError(`wallet ${walletId} has no part in this town's gigs`)
    return resident
  }
  const totals = { ...NOTHING }
  let left = wanted
  while (left.length > 0) {
    const { begun, waiting } = chooseGigs(left, await getCommunity(town, { communityId }))
    const outcomes = await work(town, { acts, begun, residentOf })
    const finished = outcomes.filter(({ refused }) => refused === undefined)
    const stuck = outcomes.filter(({ refused, exists }) => refused !== undefined && exists)
    const refusedAtOnce = outcomes.filter(({ refused, exists }) => refused !== undefined && !exists)
    totals.done += finished.length
    totals.smaller += finished.filter(({ gig, commitment }) => commitment < gig.commitment).length
    totals.ratings += finished.length
    totals.ratingsCounted += finished.filter(({ counted }) => counted).length
    countReasons(stuck, notDone)
    if (finished.length === 0) {
      countReasons([...refusedAtOnce, ...waiting.map(({ gig, reason }) => ({ gig, refused: reason }))], notDone)
      break
    }
    const again = new Set([...refusedAtOnce, ...waiting].map(({ gig }) => gig))
    left = left.filter((gig) => again.has(gig))
  }
  return totals
}

/** A gig that only waited for its creator's turn waited for what stopped the creator's others. */
const countReasons = (
  gigs: readonly { readonly gig: WantedGig; readonly refused: NotDone | undefined }[],
  notDone: Map<NotDone, number>,
): void => {
  const reasonOf = new Map(gigs.flatMap(({ gig, refused }) => (refused ? [[gig.creator, refused] as const] : [])))
  for (const { gig, refused } of gigs) addTo(notDone, refused ?? reasonOf.get(gig.creator) ?? 'NotSpendable')
}
