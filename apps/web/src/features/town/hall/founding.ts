import {
  type CommunityWithRoster,
  CREDIT,
  isSpender,
  type Member,
  MIN_MEMBERS,
  MIN_SPENDERS,
  SPENDER_CREDITS,
} from '@distributed-town/sdk'
import { nextValidation } from '../../wallet/free-and-kept.ts'

/** How far a town is on one of its ways. */
export type Progress = { readonly have: number; readonly need: number }

/** What one member lacks to count against the founding state. */
export type Lack =
  | { readonly kind: 'validation'; readonly skill: number; readonly count: number }
  | { readonly kind: 'credits'; readonly amount: bigint }

export type Founding = {
  /** Members that an active town has at least (spec §3.6). */
  readonly members: Progress
  /** Validated members who can spend 24 credits: with three of them the founding time is over (spec §3.7). */
  readonly spenders: Progress
  /** Members who don't count yet; those who lack least first. */
  readonly waiting: readonly { readonly member: Member; readonly lack: Lack }[]
}

/** Where a town stands on its way out of the founding time. */
export const foundingOf = ({ roster }: Pick<CommunityWithRoster, 'roster'>): Founding => ({
  members: { have: roster.length, need: MIN_MEMBERS },
  spenders: { have: roster.filter(isSpender).length, need: MIN_SPENDERS },
  waiting: roster
    .filter((member) => !isSpender(member))
    .map((member) => ({ member, lack: lackOf(member) }))
    .sort((a, b) => weightOf(a.lack) - weightOf(b.lack) || a.member.walletId - b.member.walletId),
})

const lackOf = ({ validated, spendable, skills }: Member): Lack => {
  const next = validated ? undefined : nextValidation(skills)
  return next
    ? { kind: 'validation', skill: next.skill, count: next.count }
    : { kind: 'credits', amount: BigInt(SPENDER_CREDITS) * CREDIT - spendable }
}

/** Credits come with one gig, validations with several. */
const weightOf = (lack: Lack): number => (lack.kind === 'credits' ? 0 : lack.count)
