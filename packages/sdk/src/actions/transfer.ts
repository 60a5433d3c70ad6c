import { communityAbi } from '@distributed-town/protocol'
import { type Address, encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseAddress, parseAmount, parseId } from '../input.ts'
import { getCommunity } from '../queries/get-community.ts'
import type { Town } from '../town.ts'

/**
 * Transfers spendable credits to a neighbour (spec §3.8).
 *
 * @param options.to Owner of the receiving member. @param options.amount Base units, above 0.
 * @throws TownError before sending: INVALID_ID, INVALID_INPUT, NOT_FOUND; from the contract: NotMember, NotValidated, NotSpendable; as
 * `forward`.
 */
export const transfer = async (
  town: Town,
  {
    identity,
    communityId,
    to,
    amount,
  }: {
    readonly identity: Identity
    readonly communityId: number
    readonly to: Address
    readonly amount: bigint
  },
): Promise<Done> => {
  const data = encodeFunctionData({
    abi: communityAbi,
    functionName: 'transfer',
    args: [parseAddress('to', to), parseAmount(amount)],
  })
  const { address } = await getCommunity(town, { communityId: parseId('communityId', communityId) })
  return await forward(town, { identity, to: { community: address }, data })
}
