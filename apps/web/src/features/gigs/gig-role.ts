import type { Gig, Wallet } from '@distributed-town/sdk'
import type { GigRole } from './acts.ts'

export const roleIn = (
  gig: Pick<Gig, 'creator' | 'taker' | 'communityId'>,
  wallet: Pick<Wallet, 'id' | 'communityId'> | null | undefined,
): GigRole => {
  if (!wallet) return 'visitor'
  if (wallet.id === gig.creator) return 'creator'
  if (wallet.id === gig.taker) return 'taker'
  return wallet.communityId === gig.communityId ? 'neighbour' : 'visitor'
}
