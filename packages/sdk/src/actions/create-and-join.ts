import { skillWalletAbi, TownError } from '@distributed-town/protocol'
import { encodeFunctionData, type Hex, parseEventLogs, zeroHash } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseBytes32, parseId, parseSkills, type SkillChoice } from '../input.ts'
import { listLogs } from '../queries/list-logs.ts'
import type { Town } from '../town.ts'

/**
 * Creates the identity's Skill Wallet and joins a community with it (spec §3.3).
 *
 * @param options.skills One to three of the community's template, levels 1 … 10.
 * @param options.profile Profile hash (spec §2.8), zero for none.
 * @throws TownError before sending: INVALID_ID, SkillCount, DuplicateSkill, LevelRange, UNKNOWN_SKILL, INVALID_INPUT; from the
 * contract: WalletExists, UnknownCommunity, CommunityFull, ForeignSkill; as `forward`.
 */
export const createAndJoin = async (
  town: Town,
  {
    identity,
    communityId,
    skills,
    profile = zeroHash,
  }: {
    readonly identity: Identity
    readonly communityId: number
    readonly skills: readonly SkillChoice[]
    readonly profile?: Hex | undefined
  },
): Promise<Done & { readonly walletId: number }> => {
  const data = encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'createAndJoin',
    args: [
      parseId('communityId', communityId),
      parseSkills(skills, { least: 1 }),
      identity.messagingKey,
      parseBytes32('profile', profile),
    ],
  })
  const done = await forward(town, { identity, to: 'skillWallet', data })
  const logs = await listLogs(town, { ...done, signer: identity.owner.address })
  const [event] = parseEventLogs({ abi: skillWalletAbi, eventName: 'WalletCreated', logs })
  if (!event) throw new TownError('HTTP_UNEXPECTED', { transactionHash: done.transactionHash })
  return { ...done, walletId: event.args.walletId }
}
