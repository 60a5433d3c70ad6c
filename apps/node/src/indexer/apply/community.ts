import { MIN_MEMBERS } from '@distributed-town/protocol'
import type { Community } from '../../db/chain/tables.ts'
import type { WorkingSet } from '../../db/chain/working-set.ts'
import type { CommunityEvent } from '../decode.ts'
import { changeWallet, getCommunityAt, getWallet } from '../state.ts'
import { recordInCommunity } from './history.ts'
import { unknownEvent } from './unknown.ts'

/** All but transfers of credits and scores, which have files of their own. */
export const applyCommunityEvent = (
  set: WorkingSet,
  event: Exclude<CommunityEvent, { name: 'Transfer' | 'ScoreChanged' }>,
): void => {
  const community = getCommunityAt(set, event.address)
  switch (event.name) {
    case 'MemberJoined':
      join(set, community, event)
      break
    case 'MemberLeft':
      leave(set, community, event)
      break
    case 'GrantChanged':
      changeWallet(set, getWallet(set, event.args.walletId), { granted: event.args.granted })
      break
    case 'DistributionDue': {
      const { template, returned } = event.args
      recordInCommunity(set, event, community.id, 'distribution', { template, returned })
      break
    }
    case 'ReleaseAdopted': {
      const { release } = event.args
      community.release = release
      recordInCommunity(set, event, community.id, 'release', { release })
      break
    }
    // The account belongs to the wallet id: it has a new address, nothing else.
    case 'MemberRekeyed':
    case 'Approval':
      break
    default:
      unknownEvent(event)
  }
}

/** The balance itself comes with the transfer that follows. */
const join = (
  set: WorkingSet,
  community: Community,
  event: Extract<CommunityEvent, { name: 'MemberJoined' }>,
): void => {
  const { walletId, unlocked, granted, returned } = event.args
  const wallet = getWallet(set, walletId)
  changeWallet(set, wallet, {
    communityId: community.id,
    carried: wallet.carried - unlocked,
    granted: wallet.granted + granted - returned,
    joinedAt: event.at,
    activeAt: event.at,
    foundingMember: !community.activated,
    completedGigAt: null,
    roundFollowed: community.round,
  })
  community.activated ||= community.members >= MIN_MEMBERS
  recordInCommunity(set, event, community.id, 'joined', { walletId, unlocked, granted, returned })
  set.memberships.push({
    type: 'membership',
    communityId: community.id,
    walletId,
    kind: 'joined',
    epoch: community.epoch,
  })
}

/** The transfer of the balance to the vault came before. */
const leave = (set: WorkingSet, community: Community, event: Extract<CommunityEvent, { name: 'MemberLeft' }>): void => {
  const { walletId, returned } = event.args
  const wallet = getWallet(set, walletId)
  changeWallet(set, wallet, {
    communityId: null,
    carried: wallet.carried + returned,
    joinedAt: null,
    foundingMember: false,
    completedGigAt: null,
  })
  community.epoch += 1
  recordInCommunity(set, event, community.id, 'left', { walletId, returned })
  set.memberships.push({
    type: 'membership',
    communityId: community.id,
    walletId,
    kind: 'left',
    epoch: community.epoch,
  })
}
