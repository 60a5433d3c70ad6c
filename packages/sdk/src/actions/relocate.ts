import { skillWalletAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward, LEAVING_GAS } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId, parseId, parseSkills, type SkillChoice } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Leaves one community and joins another in one step (spec §3.5).
 *
 * @param options.skills None when the new community has the same template, else one to three of it.
 * @param options.gigsToCancel The identity's own Proposed and Open gigs, all of them.
 * @throws TownError before sending: INVALID_ID, SkillCount, DuplicateSkill, LevelRange, UNKNOWN_SKILL; from the contract: NoCommunity,
 * SameCommunity, UnknownCommunity, CommunityFull, EngagedInGigs, OpenGigsLeft, SkillsKept, ForeignSkill; as `forward`.
 */
export const relocate = async (
  town: Town,
  {
    identity,
    communityId,
    skills = [],
    gigsToCancel = [],
  }: {
    readonly identity: Identity
    readonly communityId: number
    readonly skills?: readonly SkillChoice[] | undefined
    readonly gigsToCancel?: readonly bigint[] | undefined
  },
): Promise<Done> => {
  const data = encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'relocate',
    args: [parseId('communityId', communityId), parseSkills(skills, { least: 0 }), gigsToCancel.map(parseGigId)],
  })
  return await forward(town, { identity, to: 'skillWallet', data, gas: LEAVING_GAS })
}
