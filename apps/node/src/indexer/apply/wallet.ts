import { decodeSkillSet } from '@distributed-town/protocol'
import { type Hex, zeroAddress, zeroHash } from 'viem'
import type { WorkingSet } from '../../db/chain/working-set.ts'
import type { WalletEvent } from '../decode.ts'
import { act, changeWallet, getCommunity, getWallet } from '../state.ts'
import { recordInCommunity } from './history.ts'
import { unknownEvent } from './unknown.ts'

export const applyWalletEvent = (set: WorkingSet, event: WalletEvent): void => {
  switch (event.name) {
    case 'WalletCreated':
      createWallet(set, event)
      break
    case 'MessagingKeyChanged':
      getWallet(set, event.args.walletId).messagingKey = event.args.messagingKey
      act(set, event.args.walletId, event.at)
      break
    case 'ProfileChanged':
      getWallet(set, event.args.walletId).profile = orNull(event.args.profile)
      act(set, event.args.walletId, event.at)
      break
    case 'SkillsChanged':
      changeSkills(set, event)
      break
    case 'SkillValidated':
      validateSkill(set, event)
      break
    case 'RoundStarted': {
      const community = getCommunity(set, event.args.communityId)
      community.round = event.args.round
      community.roundStartedAt = event.at
      recordInCommunity(set, event, community.id, 'round', { round: event.args.round })
      break
    }
    case 'RoundFollowed': {
      const wallet = getWallet(set, event.args.walletId)
      changeWallet(set, wallet, { skills: event.args.skills, roundFollowed: event.args.round })
      break
    }
    case 'CarriedClaimed': {
      const wallet = getWallet(set, event.args.walletId)
      wallet.carried -= event.args.amount
      wallet.claimedAt = event.at
      wallet.activeAt = event.at
      break
    }
    case 'Transfer': {
      // The creation of a wallet has an event of its own.
      if (event.args.from === zeroAddress) return
      const wallet = getWallet(set, Number(event.args.tokenId))
      set.walletOf.delete(wallet.owner)
      set.walletOf.set(event.args.to, wallet.id)
      wallet.owner = event.args.to
      break
    }
    case 'Approval':
    case 'ApprovalForAll':
    case 'Locked':
    case 'Unlocked':
      break
    default:
      unknownEvent(event)
  }
}

const createWallet = (set: WorkingSet, { args, at }: Extract<WalletEvent, { name: 'WalletCreated' }>): void => {
  set.walletOf.set(args.owner, args.walletId)
  set.wallets.set(args.walletId, {
    id: args.walletId,
    owner: args.owner,
    messagingKey: args.messagingKey,
    profile: orNull(args.profile),
    createdAt: at,
    skills: 0,
    skillsChangedAt: null,
    validatedAt: null,
    openGigs: 0,
    engagements: 0,
    unratedGigs: 0,
    abandonedGigs: 0,
    settledGigs: 0,
    roundFollowed: 0,
    carried: 0n,
    claimedAt: null,
    granted: 0n,
    communityId: null,
    balance: 0n,
    joinedAt: null,
    foundingMember: false,
    completedGigAt: null,
    activeAt: at,
  })
}

/** On the way into a community, by a validation, or because a member wished so: then no other change for 30 days (spec §2.6). */
const changeSkills = (set: WorkingSet, { args, at }: Extract<WalletEvent, { name: 'SkillsChanged' }>): void => {
  const wallet = getWallet(set, args.walletId)
  const before = decodeSkillSet(wallet.skills)
  // A skill that stays active through a wished change stays validated or not.
  const isValidation = decodeSkillSet(args.skills).some(({ skill, validated }) =>
    before.some((other) => other.skill === skill && other.validated !== validated),
  )
  const isWish = wallet.communityId !== null && !isValidation
  changeWallet(set, wallet, { skills: args.skills, ...(isWish && { skillsChangedAt: at, activeAt: at }) })
}

const validateSkill = (set: WorkingSet, event: Extract<WalletEvent, { name: 'SkillValidated' }>): void => {
  const wallet = getWallet(set, event.args.walletId)
  // With the first validated skill the wallet is validated, and stays so (spec §2.2).
  if (wallet.validatedAt !== null) return
  // A round that began before had nothing to re-evaluate here.
  const roundFollowed = wallet.communityId === null ? 0 : getCommunity(set, wallet.communityId).round
  changeWallet(set, wallet, { validatedAt: event.at, roundFollowed })
}

const orNull = (profile: Hex): Hex | null => (profile === zeroHash ? null : profile)
