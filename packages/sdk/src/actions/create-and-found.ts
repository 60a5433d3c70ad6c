import { JoinPolicy, registryAbi, TownError } from '@distributed-town/protocol'
import { encodeFunctionData, type Hex, parseEventLogs, zeroHash } from 'viem'
import { type Done, FOUNDING_GAS, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import {
  type CharterTexts,
  checkTemplate,
  parseBytes32,
  parseCharter,
  parseSkills,
  parseTemplate,
  type SkillChoice,
} from '../input.ts'
import { listLogs } from '../queries/list-logs.ts'
import type { Town } from '../town.ts'
import { createStewardKey } from './create-steward-key.ts'

export type Founded = Done & { readonly communityId: number; readonly walletId: number }

/**
 * Creates the identity's Skill Wallet and founds a community with it as first member (spec §3.1). The node becomes its steward.
 *
 * @param options.template 0 … 2. @param options.skills One to three of the template, levels 1 … 10.
 * @param options.profile Profile hash (spec §2.8), zero for none.
 * @throws TownError before sending: UnknownTemplate, TextLength, SkillCount, DuplicateSkill, LevelRange, UNKNOWN_SKILL, ForeignSkill,
 * INVALID_INPUT; from the contract: WalletExists; as `forward`.
 */
export const createAndFound = async (
  town: Town,
  {
    identity,
    template,
    skills,
    profile = zeroHash,
    ...texts
  }: CharterTexts & {
    readonly identity: Identity
    readonly template: number
    readonly skills: readonly SkillChoice[]
    readonly profile?: Hex | undefined
  },
): Promise<Founded> => {
  const charter = { template: parseTemplate(template), policy: JoinPolicy.indexOf('Open'), ...parseCharter(texts) }
  const choices = parseSkills(skills, { least: 1 })
  checkTemplate(choices, template)
  const { key } = await createStewardKey(town)
  const data = encodeFunctionData({
    abi: registryAbi,
    functionName: 'createAndFound',
    args: [{ ...charter, key }, choices, identity.messagingKey, parseBytes32('profile', profile)],
  })
  const done = await forward(town, { identity, to: 'registry', data, gas: FOUNDING_GAS })
  const logs = await listLogs(town, { ...done, signer: identity.owner.address })
  const [event] = parseEventLogs({ abi: registryAbi, eventName: 'CommunityFounded', logs })
  if (!event) throw new TownError('HTTP_UNEXPECTED', { transactionHash: done.transactionHash })
  return { ...done, communityId: event.args.communityId, walletId: event.args.founder }
}
