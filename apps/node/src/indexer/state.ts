import { decodeSkillSet, type GigState, SKILLS_PER_TEMPLATE } from '@distributed-town/protocol'
import type { Address } from 'viem'
import { hasSpender } from '../db/chain/account.ts'
import type { Community, Gig, Rating, Wallet } from '../db/chain/tables.ts'
import { ratingKey, type WorkingSet } from '../db/chain/working-set.ts'
import { ContradictionError } from './failures.ts'

export const getCommunity = (set: WorkingSet, id: number | null): Community =>
  existing(id === null ? undefined : set.communities.get(id), 'community', id)

export const getCommunityAt = (set: WorkingSet, address: Address): Community =>
  existing(set.communities.get(set.communityAt.get(address) ?? 0), 'community', address)

export const getWallet = (set: WorkingSet, id: number): Wallet => existing(set.wallets.get(id), 'wallet', id)

export const getWalletOf = (set: WorkingSet, owner: Address): Wallet =>
  existing(set.wallets.get(set.walletOf.get(owner) ?? 0), 'wallet of', owner)

export const getGig = (set: WorkingSet, id: bigint): Gig => existing(set.gigs.get(id), 'gig', id)

/** The rates of a skill, none at first. */
export const getRating = (set: WorkingSet, walletId: number, skill: number): Rating => {
  const key = ratingKey({ walletId, skill })
  const rating = set.ratings.get(key) ?? { walletId, skill, count: 0, sum: 0, pending: 0 }
  set.ratings.set(key, rating)
  return rating
}

/** Every change of a gig's state ends here: the open gigs of the community follow it. */
export const changeGig = (set: WorkingSet, gig: Gig, change: Partial<Gig> & { readonly state: GigState }): void => {
  getCommunity(set, gig.communityId).openGigs += Number(change.state === 'Open') - Number(gig.state === 'Open')
  Object.assign(gig, change)
}

/** Every change of a wallet's account, skills or residence ends here: the counts of communities follow it (spec §3.7, §5.1). */
export const changeWallet = (set: WorkingSet, wallet: Wallet, change: Partial<Wallet>): void => {
  count(set, wallet, -1)
  Object.assign(wallet, change)
  count(set, wallet, 1)
}

/** That somebody did something, at a time in seconds. */
export const act = (set: WorkingSet, walletId: number, at: number): void => {
  getWallet(set, walletId).activeAt = at
}

const count = (set: WorkingSet, wallet: Wallet, by: 1 | -1): void => {
  if (wallet.communityId === null) return
  const community = getCommunity(set, wallet.communityId)
  community.members += by
  if (hasSpender(wallet)) community.spenders += by
  for (const { skill } of decodeSkillSet(wallet.skills)) {
    const i = skill % SKILLS_PER_TEMPLATE
    community.skillCounts[i] = (community.skillCounts[i] ?? 0) + by
  }
}

const existing = <Row>(row: Row | undefined, name: string, id: number | bigint | string | null): Row => {
  // The contracts' events name nothing that earlier events did not create.
  if (row === undefined) throw new ContradictionError(`an event is about ${name} ${id}, which is not known`)
  return row
}
