import { communityIdOf, gigsAbi, hexSchema, REQUEST_EXPIRY, TownError } from '@distributed-town/protocol'
import { decodeFunctionResult, encodeFunctionData } from 'viem'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import { getGig } from '../queries/get-gig.ts'
import { requestRpc } from '../rpc.ts'
import { type CodeText, signCode } from '../sign-code.ts'
import type { Town } from '../town.ts'
import { wrongState } from '../wrong-state.ts'
import { getResident } from './get-resident.ts'

/**
 * Makes the signed code by which the identity asks for a gig; its creator accepts it with `acceptRequest`. Nothing is sent (spec §4.4, §4.6).
 *
 * @param options.expiresInSeconds At most 30 days; one week unless given.
 * @throws TownError INVALID_ID, INVALID_INPUT, NOT_FOUND, WrongState, NoWallet, NoCommunity, OwnGig, NotNeighbour, SkillMissing,
 * RequesterBanned: what the contract would refuse, before it is asked; as `requestJson`.
 */
export const requestGig = async (
  town: Town,
  {
    identity,
    gigId,
    expiresInSeconds = WEEK,
  }: { readonly identity: Identity; readonly gigId: bigint; readonly expiresInSeconds?: number | undefined },
): Promise<CodeText> => {
  const gig = await getGig(town, { gigId: parseGigId(gigId) })
  const { wallet, communityId } = await getResident(town, { identity })
  if (gig.state !== 'Open') throw wrongState(gig)
  if (gig.creator === wallet.id) throw new TownError('OwnGig', { gigId })
  if (communityId !== communityIdOf(gigId)) throw new TownError('NotNeighbour', { walletId: wallet.id })
  if (!wallet.skills.some(({ skill }) => skill === gig.skill)) throw new TownError('SkillMissing', { skill: gig.skill })
  const until = await bannedUntil(town, { creator: gig.creator, taker: wallet.id })
  if (until > (await town.chainTime())) throw new TownError('RequesterBanned', { walletId: wallet.id, until })
  return await signCode(town, {
    identity,
    code: { action: 'Request', gigId, walletId: wallet.id, round: gig.round },
    expiresInSeconds,
    longestSeconds: REQUEST_EXPIRY,
  })
}

const WEEK = 7 * 24 * 60 * 60

const bannedUntil = async (town: Town, parties: { creator: number; taker: number }): Promise<number> => {
  const { contracts } = await town.config()
  const call = { abi: gigsAbi, functionName: 'bannedUntil' } as const
  const data = encodeFunctionData({ ...call, args: [parties.creator, parties.taker] })
  const result = await requestRpc(town, {
    method: 'eth_call',
    params: [{ to: contracts.gigs, data }, 'latest'],
    schema: hexSchema,
  })
  return decodeFunctionResult({ ...call, data: result })
}
