import { SKILLS_PER_TEMPLATE } from '@distributed-town/protocol'
import { type Address, zeroAddress } from 'viem'
import type { WorkingSet } from '../../db/chain/working-set.ts'
import type { RegistryEvent } from '../decode.ts'
import { recordInCommunity } from './history.ts'
import { unknownEvent } from './unknown.ts'

type Founding = Extract<RegistryEvent, { name: 'CommunityFounded' }>

/** Before all other events: the transfers of a new community's supply come before the registry's event. */
export const addCommunity = (set: WorkingSet, { args, at }: Founding): void => {
  set.communityAt.set(args.community, args.communityId)
  set.communities.set(args.communityId, {
    id: args.communityId,
    address: args.community,
    template: args.template,
    name: args.name,
    purpose: args.purpose,
    place: args.place,
    language: args.language,
    key: args.key,
    founder: args.founder,
    foundedAt: at,
    release: args.release,
    epoch: 1,
    members: 0,
    activated: false,
    score: null,
    skillCounts: Array.from({ length: SKILLS_PER_TEMPLATE }, () => 0),
    spenders: 0,
    gigs: 0,
    openGigs: 0,
    vault: 0n,
    treasury: 0n,
    escrow: 0n,
    round: 0,
    roundStartedAt: null,
  })
}

export const applyRegistryEvent = (set: WorkingSet, event: RegistryEvent): void => {
  switch (event.name) {
    case 'CommunityFounded':
      recordInCommunity(set, event, event.args.communityId, 'founded', { walletId: event.args.founder })
      break
    case 'ReleaseOffered': {
      const { release, validator, q2t, from } = event.args
      set.releases.push({ id: release, validator: orNull(validator), q2t: orNull(q2t), fromTime: from })
      break
    }
    case 'OwnershipTransferStarted':
    case 'OwnershipTransferred':
      break
    default:
      unknownEvent(event)
  }
}

const orNull = (module: Address): Address | null => (module === zeroAddress ? null : module)
