import { skillWalletAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseSkills, type SkillChoice } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Replaces the active skills, at most once in 30 days (spec §2.6). Levels count only for skills neither active nor validated yet.
 *
 * @param options.skills One to three of the community's template, levels 1 … 10.
 * @throws TownError before sending: SkillCount, DuplicateSkill, LevelRange, UNKNOWN_SKILL; from the contract: NoCommunity,
 * ForeignSkill, SkillsChangedRecently, RatingPending; as `forward`.
 */
export const changeSkills = async (
  town: Town,
  { identity, skills }: { readonly identity: Identity; readonly skills: readonly SkillChoice[] },
): Promise<Done> => {
  const data = encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'changeSkills',
    args: [parseSkills(skills, { least: 1 })],
  })
  return await forward(town, { identity, to: 'skillWallet', data })
}
