import { skillWalletAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseId, parseSkills, type SkillChoice } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Joins a community with the identity's wallet, which lives nowhere (spec §3.3).
 *
 * @param options.skills None when the wallet's skills are of the community's template, else one to three of it.
 * @throws TownError before sending: INVALID_ID, SkillCount, DuplicateSkill, LevelRange, UNKNOWN_SKILL; from the contract: NoWallet,
 * AlreadyMember, UnknownCommunity, CommunityFull, SkillsKept, SkillCount, ForeignSkill; as `forward`.
 */
export const join = async (
  town: Town,
  {
    identity,
    communityId,
    skills = [],
  }: {
    readonly identity: Identity
    readonly communityId: number
    readonly skills?: readonly SkillChoice[] | undefined
  },
): Promise<Done> => {
  const data = encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'join',
    args: [parseId('communityId', communityId), parseSkills(skills, { least: 0 })],
  })
  return await forward(town, { identity, to: 'skillWallet', data })
}
