import { JoinPolicy, registryAbi, TownError } from '@distributed-town/protocol'
import { encodeFunctionData, parseEventLogs } from 'viem'
import { FOUNDING_GAS, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { type CharterTexts, parseCharter, parseSkills, parseTemplate, type SkillChoice } from '../input.ts'
import { listLogs } from '../queries/list-logs.ts'
import type { Town } from '../town.ts'
import type { Founded } from './create-and-found.ts'
import { createStewardKey } from './create-steward-key.ts'

/**
 * Founds a community with the identity's wallet, which lives nowhere, as first member (spec §3.1). The node becomes its steward.
 *
 * @param options.template 0 … 2. @param options.skills None when the wallet's skills are of this template, else one to three of it.
 * @throws TownError before sending: UnknownTemplate, TextLength, SkillCount, DuplicateSkill, LevelRange, UNKNOWN_SKILL, INVALID_INPUT;
 * from the contract: NoWallet, AlreadyMember, SkillsKept, SkillCount, ForeignSkill; as `forward`.
 */
export const found = async (
  town: Town,
  {
    identity,
    template,
    skills = [],
    ...texts
  }: CharterTexts & {
    readonly identity: Identity
    readonly template: number
    readonly skills?: readonly SkillChoice[] | undefined
  },
): Promise<Founded> => {
  const charter = { template: parseTemplate(template), policy: JoinPolicy.indexOf('Open'), ...parseCharter(texts) }
  const choices = parseSkills(skills, { least: 0 })
  const { key } = await createStewardKey(town)
  const data = encodeFunctionData({ abi: registryAbi, functionName: 'found', args: [{ ...charter, key }, choices] })
  const done = await forward(town, { identity, to: 'registry', data, gas: FOUNDING_GAS })
  const logs = await listLogs(town, { ...done, signer: identity.owner.address })
  const [event] = parseEventLogs({ abi: registryAbi, eventName: 'CommunityFounded', logs })
  if (!event) throw new TownError('HTTP_UNEXPECTED', { transactionHash: done.transactionHash })
  return { ...done, communityId: event.args.communityId, walletId: event.args.founder }
}
